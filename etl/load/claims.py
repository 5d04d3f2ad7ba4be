"""Claims from figures, in SQL: one row for all mentions, and how claims stand to each other."""

import sqlite3

_CLAIMS = """
INSERT INTO claims
SELECT claim_id, measure_id, countries, max(period_start), max(period_end), unit, value, value_max, change, represents,
       CASE count(DISTINCT status) WHEN 1 THEN min(status) END, count(*), count(DISTINCT document_id), min(date)
FROM figures GROUP BY claim_id
"""

# What claims say of one measure, the same countries and unit, as each status says it. Two exact levels for one period that differ by more than
# a rounding (2 percent) disagree; a bound ("more than") is no exact level. A target or a possibility meets a later actual level; where
# that is the very same number, the claim is the target of itself. A claim without a period that says no earlier than another what
# that one says for a period repeats it.
_LINKS = """
CREATE TEMP TABLE said AS
SELECT c.id, c.measure_id, c.countries, c.unit, c.represents, c.period_start, c.period_end, c.value, c.value_max, c.change,
       f.status, min(f.date) AS first_date, max(f.date) AS last_date, max(f.modifier IS NOT NULL) AS loose
FROM claims c JOIN figures f ON f.claim_id = c.id
WHERE c.measure_id IS NOT NULL AND c.countries != '[]' GROUP BY c.id, f.status;
CREATE INDEX temp.said_about ON said (measure_id, countries, unit, represents);
INSERT OR IGNORE INTO claim_links
SELECT a.id, b.id, 'disagrees' FROM said a JOIN said b USING (measure_id, countries, unit, represents)
WHERE a.id != b.id AND a.period_end = b.period_end AND a.period_start IS b.period_start AND a.status = 'actual' AND b.status = 'actual'
  AND NOT a.loose AND NOT b.loose AND a.value_max IS NULL AND b.value_max IS NULL AND a.change IS b.change
  AND abs(a.value - b.value) > 0.02 * max(abs(a.value), abs(b.value));
INSERT OR IGNORE INTO claim_links
SELECT a.id, b.id, 'target of' FROM said a JOIN said b USING (measure_id, countries, unit, represents)
WHERE a.status IN ('target', 'planned', 'possible') AND b.status = 'actual' AND b.represents = 'level' AND b.last_date > a.first_date
  AND (b.period_end IS NULL OR b.period_end > a.first_date);
INSERT OR IGNORE INTO claim_links SELECT other_claim_id, claim_id, 'actual for' FROM claim_links WHERE kind = 'target of';
INSERT OR IGNORE INTO claim_links
SELECT b.id, a.id, 'repeats' FROM said a JOIN said b USING (measure_id, countries, unit, represents)
WHERE a.id != b.id AND b.first_date >= a.first_date AND a.value = b.value AND a.value_max IS b.value_max AND a.change IS b.change
  AND a.period_end IS NOT NULL AND b.period_end IS NULL;
DROP TABLE said;
"""


def load_claims(connection: sqlite3.Connection) -> None:
    """Fill `claims` and `claim_links` from `figures`."""
    connection.execute("CREATE INDEX figures_claim ON figures (claim_id)")
    connection.execute(_CLAIMS)
    connection.executescript(_LINKS)
