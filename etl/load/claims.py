"""Claims from figures, in SQL: one row for all mentions, and how claims stand to each other."""

import sqlite3
from collections.abc import Callable

_CLAIMS = """
INSERT INTO claims
SELECT claim_id, measure_id, CASE WHEN measure_id IS NULL THEN '' ELSE subject(min(measure)) END, countries,
       max(period_start), max(period_end), unit, value, value_max, change, represents,
       CASE count(DISTINCT status) WHEN 1 THEN min(status) END, count(*), count(DISTINCT document_id), min(date)
FROM figures GROUP BY claim_id
"""

# What claims say of one measure and subject, the same countries and unit, as each status says it. Of a measure that has one value for a period, two
# exact levels for one that differ by more than a rounding (2 percent) disagree; a bound ("more than") is no exact level. A target or a possibility
# meets a later actual level, of such a measure, of the same subject in two words or more, or of the same number; where claim and number are the very
# same, the claim is the target of itself. A claim without a period that says no earlier than another, and within a year, what that one alone says for
# a period repeats it, unless its number is a vague one ("millions").
_LINKS = """
CREATE TEMP TABLE said AS
SELECT c.id, c.measure_id, c.subject, c.countries, c.unit, c.represents, c.period_start, c.period_end, c.value, c.value_max, c.change,
       f.status, min(f.date) AS first_date, max(f.date) AS last_date, max(f.modifier IS NOT NULL) AS loose
FROM claims c JOIN figures f ON f.claim_id = c.id
WHERE c.measure_id IS NOT NULL AND c.countries != '[]' GROUP BY c.id, f.status;
CREATE INDEX temp.said_about ON said (measure_id, subject, countries, unit, represents);
INSERT OR IGNORE INTO claim_links
SELECT a.id, b.id, 'disagrees' FROM said a JOIN said b USING (measure_id, subject, countries, unit, represents) JOIN measures m ON m.id = measure_id
WHERE m.one_value AND a.id != b.id AND a.period_end = b.period_end AND a.period_start IS b.period_start
  AND a.status = 'actual' AND b.status = 'actual'
  AND NOT a.loose AND NOT b.loose AND a.value_max IS NULL AND b.value_max IS NULL AND a.change IS b.change
  AND abs(a.value - b.value) > 0.02 * max(abs(a.value), abs(b.value));
INSERT OR IGNORE INTO claim_links
SELECT a.id, b.id, 'target of' FROM said a JOIN said b USING (measure_id, subject, countries, unit, represents) JOIN measures m ON m.id = measure_id
WHERE (m.one_value OR instr(subject, ' ') OR a.value = b.value) AND b.value_max IS NULL
  AND a.status IN ('target', 'planned', 'possible') AND b.status = 'actual' AND b.represents = 'level' AND b.last_date > a.first_date
  AND (b.period_end IS NULL OR b.period_end > a.first_date);
INSERT OR IGNORE INTO claim_links SELECT other_claim_id, claim_id, 'actual for' FROM claim_links WHERE kind = 'target of';
CREATE TEMP TABLE dated AS
SELECT measure_id, subject, countries, unit, represents, value, change, min(id) AS id, min(first_date) AS first_date
FROM said WHERE period_end IS NOT NULL AND value_max IS NULL
GROUP BY measure_id, subject, countries, unit, represents, value, change HAVING count(DISTINCT id) = 1;
CREATE INDEX temp.dated_about ON dated (measure_id, subject, countries, unit, represents);
INSERT OR IGNORE INTO claim_links
SELECT b.id, a.id, 'repeats' FROM dated a JOIN said b USING (measure_id, subject, countries, unit, represents)
WHERE a.id != b.id AND b.period_end IS NULL AND b.value_max IS NULL AND a.value = b.value AND a.change IS b.change
  AND b.first_date >= a.first_date AND b.first_date <= date(a.first_date, '+1 year');
DROP TABLE said;
DROP TABLE dated;
"""


def load_claims(connection: sqlite3.Connection, subject: Callable[[str | None], str]) -> None:
    """Fill `claims` and `claim_links` from `figures`; `subject` gives what a measure's phrase says beyond the measure."""
    connection.create_function("subject", 1, subject, deterministic=True)
    connection.execute("CREATE INDEX figures_claim ON figures (claim_id)")
    connection.execute(_CLAIMS)
    connection.executescript(_LINKS)
