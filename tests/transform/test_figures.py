"""Figures by meaning: phrases as a person reads them, in the narration of a meeting of Norway's and Chile's presidents on 10 April 2023."""

from typing import Any

import pytest

from etl.pipeline import Annotator
from etl.records import Annotation, Figure
from tests.annotating import annotate

LEAD = "President of Norway Joren Verel has met with President of Chile Ilda Sohl in Oslo.\n\n"
PLAIN = {"value_max": None, "value_from": None, "modifier": None, "change": None, "represents": "level", "status": "actual"}


def read(annotator: Annotator, text: str) -> list[Figure]:
    annotation = annotate(annotator, LEAD + text, country_id="NO", format="meeting")
    return [figure for figure in annotation.figures if figure.start_char >= len(LEAD)]


def figure(text: str, value: float, unit: str | None, kind: str, **more: Any) -> dict[str, Any]:
    """Return what a person writes down; whatever is not named is as in most figures."""
    return {"text": text, "value": value, "unit": unit, "kind": kind, **PLAIN, **more}


UP: dict[str, Any] = {"change": "increase", "represents": "change"}
DOWN: dict[str, Any] = {"change": "decrease", "represents": "change"}
UP_TO: dict[str, Any] = {"change": "increase", "represents": "level"}
DOWN_TO: dict[str, Any] = {"change": "decrease", "represents": "level"}
BOTH = ("CL", "NO")
Y2022 = {"period": "last year", "period_start": "2022-01-01", "period_end": "2022-12-31"}

# One sentence, one figure.
PHRASES: dict[str, dict[str, Any]] = {
    # units and kinds
    "The budget is 5 percent of it.": figure("5 percent", 5, "percent", "percentage"),
    "It is 5% of all.": figure("5%", 5, "percent", "percentage"),
    "It makes up 7.5 per cent.": figure("7.5 per cent", 7.5, "percent", "percentage"),
    "It cost 1.2 billion dollars.": figure("1.2 billion dollars", 1.2e9, "USD", "money"),
    "It cost $1.2 billion.": figure("$1.2 billion", 1.2e9, "USD", "money"),
    "It cost US$300 million.": figure("US$300 million", 3e8, "USD", "money"),
    "It cost €90m in all.": figure("€90m", 9e7, "EUR", "money"),
    "It cost 350 million euros.": figure("350 million euros", 3.5e8, "EUR", "money"),
    "It cost £2.5bn.": figure("£2.5bn", 2.5e9, "GBP", "money"),
    "It cost two and a half million euros.": figure("two and a half million euros", 2.5e6, "EUR", "money"),
    "It cost three quarters of a billion dollars.": figure("three quarters of a billion dollars", 7.5e8, "USD", "money"),
    "It cost 5 billion Norwegian kroner.": figure("5 billion Norwegian kroner", 5e9, "NOK", "money"),
    "The line is 800 kilometres long.": figure("800 kilometres", 800, "kilometre", "distance"),
    "The line is 826 km long.": figure("826 km", 826, "kilometre", "distance"),
    "The field covers 3,000 square kilometers.": figure("3,000 square kilometers", 3000, "square kilometre", "area"),
    "They ship 2 million tonnes of grain.": figure("2 million tonnes", 2e6, "tonne", "mass"),
    "They ship 10 billion cubic meters of gas.": figure("10 billion cubic meters", 1e10, "cubic metre", "volume"),
    "The plant has a capacity of 240 MW.": figure("240 MW", 240, "megawatt", "power"),
    "They pump 500,000 barrels per day.": figure("500,000 barrels per day", 500_000, "barrel per day", "volume"),
    "Oil costs 80 dollars a barrel.": figure("80 dollars a barrel", 80, "USD per barrel", "money"),
    "The trains reach 250 kilometres per hour.": figure("250 kilometres per hour", 250, "kilometre per hour", "speed"),
    "The talks lasted 90 minutes.": figure("90 minutes", 90, "minute", "duration"),
    "He is 70 years old.": figure("70 years old", 70, "year", "age"),
    "It was their second bilateral meeting.": figure("second bilateral meeting", 2, "meeting", "ordinal"),
    "They adopted the eighth package of sanctions.": figure("eighth package", 8, "package", "ordinal"),
    "It paid 15 cents a share.": figure("15 cents a share", 15, "cent per share", "money"),
    "It is less than half of 1 percent.": figure("less than half of 1 percent", 0.5, "percent", "percentage", modifier="less than"),
    "They raised 5 million dollars.": figure("5 million dollars", 5e6, "USD", "money"),
    "It had a loss of 5 million dollars.": figure("5 million dollars", 5e6, "USD", "money"),
    "The number of injured topped 2,200.": figure("2,200", 2200, None, "other", modifier="more than"),
    "They sent an average of 40 lorries.": figure("40 lorries", 40, "lorry", "count"),
    "They sent 40 tanks.": figure("40 tanks", 40, "tank", "count"),
    "Those who hear the case, six in all, agree.": figure("six", 6, None, "other"),
    "Trade has grown five times.": figure("five times", 5, None, "ratio", **UP),
    "Trade fell almost three times.": figure("almost three times", 3, None, "ratio", modifier="about", **DOWN),
    "It is three times as large.": figure("three times", 3, None, "ratio", **UP),
    "They met three times.": figure("three times", 3, "count", "count"),
    "It can make up to 750 megawatts.": figure("up to 750 megawatts", 750, "megawatt", "power", modifier="up to", status="possible"),
    "They deliver it within 180 days.": figure("180 days", 180, "day", "duration", modifier="up to"),
    "It takes over ten years.": figure("over ten years", 10, "year", "duration", modifier="more than"),
    "They set five new, ambitious goals.": figure("five new, ambitious goals", 5, "new ambitious goal", "count"),
    "They have a five-point plan for peace.": figure("five-point", 5, "point", "count"),
    "They sleep five hours a night.": figure("five hours a night", 5, "hour per night", "duration"),
    "It saves 50 dollars per person per month.": figure("50 dollars per person per month", 50, "USD per person per month", "money"),
    "The chairman, 71, will step down.": figure("71", 71, "year", "age"),
    "It is for everyone over 18.": figure("over 18", 18, "year", "age", modifier="more than"),
    "They talked about two plans.": figure("two plans", 2, "plan", "count"),
    "It burned up to 9,000 hectares.": figure("up to 9,000 hectares", 9000, "hectare", "area", modifier="up to"),
    "It took four and half months.": figure("four and half months", 4.5, "month", "duration"),
    "They drove 5,000 total miles.": figure("5,000 total miles", 5000, "mile", "distance"),
    "There was a seven-fold rise.": figure("seven-fold", 7, None, "ratio", **UP),
    "There are 3,000 students there.": figure("3,000 students", 3000, "student", "count"),
    "Twelve companies came.": figure("Twelve companies", 12, "company", "count"),
    "They sent 400 young nurses.": figure("400 young nurses", 400, "young nurse", "count"),
    "There are five flights a week.": figure("five flights a week", 5, "flight per week", "count"),
    "One in five students is foreign.": figure("One in five students", 0.2, "student", "ratio"),
    "It was the 100th anniversary of the treaty.": figure("100th anniversary", 100, "anniversary", "ordinal"),
    "It is the second-largest economy of the region.": figure("second-largest", 2, None, "rank"),
    "It is the third largest port.": figure("third largest", 3, None, "rank"),
    # joined to the number, signs, fractions, units of two parts
    "It weighs 30kg.": figure("30kg", 30, "kilogram", "mass"),
    "A 5-10W lamp burns.": figure("5-10W", 5, "watt", "power", value_max=10),
    "It was minus 12 degrees Celsius.": figure("minus 12 degrees Celsius", -12, "degree celsius", "temperature"),
    "It fills 2½ hectares.": figure("2½ hectares", 2.5, "hectare", "area"),
    "The plan costs RM79 a month.": figure("RM79 a month", 79, "MYR per month", "money"),
    "It cost HK $5.4m.": figure("HK $5.4m", 5.4e6, "HKD", "money"),
    "It pays $30/month.": figure("$30/month", 30, "USD per month", "money"),
    "They carry 55 billion cubic metres of gas a year.":
        figure("55 billion cubic metres of gas a year", 5.5e10, "cubic metre per year", "volume"),
    "It lent several hundred million dollars.":
        figure("several hundred million dollars", 1e8, "USD", "money", value_max=1e9, modifier="about"),
    "It has four separate gas-fired power plants.":
        figure("four separate gas-fired power plants", 4, "separate gas-fired power plant", "count"),
    "They sent a 17-person team.": figure("17-person", 17, "person", "count"),
    "It took a year and a half.": figure("a year and a half", 1.5, "year", "duration"),
    # bounds
    "It cost more than 5 billion dollars.": figure("more than 5 billion dollars", 5e9, "USD", "money", modifier="more than"),
    "It cost over $5 billion.": figure("over $5 billion", 5e9, "USD", "money", modifier="more than"),
    "It cost about 90 million euros.": figure("about 90 million euros", 9e7, "EUR", "money", modifier="about"),
    "Nearly 40 ships came.": figure("Nearly 40 ships", 40, "ship", "count", modifier="about"),
    "It cost less than half a million euros.": figure("less than half a million euros", 5e5, "EUR", "money", modifier="less than"),
    "At least 20 people died.": figure("At least 20 people", 20, "person", "count", modifier="at least"),
    "There are up to 350 workers.": figure("up to 350 workers", 350, "worker", "count", modifier="up to"),
    "As many as 40 ships wait.": figure("As many as 40 ships", 40, "ship", "count", modifier="up to"),
    "There were 20 people or more.": figure("20 people or more", 20, "person", "count", modifier="at least"),
    "There are dozens of ships.": figure("dozens of ships", 12, "ship", "count", modifier="about"),
    "They rent a sub-500 square metre hall.": figure("sub-500 square metre", 500, "square metre", "area", modifier="less than"),
    # what is counted
    "The first group of 230 evacuees came.": figure("230 evacuees", 230, "evacuee", "count"),
    "The stock fell 7/8 Thursday.":
        figure("7/8", 0.875, None, "other", **DOWN, period="Thursday", period_start="2023-04-06", period_end="2023-04-06"),
    "It is what 6 of 10 Norwegians believe.": figure("6 of 10 Norwegians", 0.6, "norwegian", "ratio", countries=("NO",)),
    "A couple dozen bankers came.": figure("A couple dozen bankers", 24, "banker", "count", modifier="about"),
    "They ruled it for hundreds of years.": figure("hundreds of years", 100, "year", "duration", value_max=1000, modifier="about"),
    "It earned 18 Canadian cents a share.": figure("18 Canadian cents a share", 18, "canadian cent per share", "money"),
    "It bought 10,000 newly built ships.": figure("10,000 newly built ships", 10000, "built ship", "count"),
    "They amassed ''100 pages of reports''.": figure("100 pages", 100, "page", "count"),
    "It met 150+ state legislators.": figure("150+ state legislators", 150, "state legislator", "count", modifier="more than"),
    "It met a dozen passenger and freight airline leaders.":
        figure("a dozen passenger and freight airline leaders", 12, "passenger freight airline leader", "count"),
    "They added 7.4 millions jobs.": figure("7.4 millions jobs", 7.4e6, "job", "count"),
    "They held a second COVID meeting.": figure("second COVID meeting", 2, "meeting", "ordinal"),
    "They met at the 27th United Nations Climate Change Conference.":
        figure("27th United Nations Climate Change Conference", 27, "conference", "ordinal"),
    "It happened when she was 29.": figure("29", 29, "year", "age"),
    "They bought up to an additional one million shares.":
        figure("up to an additional one million shares", 1e6, "share", "count", modifier="up to"),
    "With the others it approaches 9 percent.": figure("9 percent", 9, "percent", "percentage", modifier="about"),
    "It trained 20 MPs.": figure("20 MPs", 20, "mp", "count"),
    "It announced 300 job cuts.": figure("300 job cuts", 300, "job cut", "count", change=None, status="planned"),
    "It has 1,500 coal- and gas-fired power plants.":
        figure("1,500 coal- and gas-fired power plants", 1500, "coal gas-fired power plant", "count"),
    "It teaches 1,200 mostly Chilean students.": figure("1,200 mostly Chilean students", 1200, "chilean student", "count"),
    "It sold the two most recent ships.": figure("two most recent ships", 2, "recent ship", "count"),
    "Twenty-seven states signed.": figure("Twenty-seven states", 27, "state", "count"),
    "They stayed for two nights.": figure("two nights", 2, "night", "duration"),
    "The banks must wait 30 days before closing it.": figure("30 days", 30, "day", "duration", status="target"),
    "The share costs 164p.": figure("164p", 164, "penny", "money"),
    "Gas costs $2.24 per mmBtu.": figure("$2.24 per mmBtu", 2.24, "USD per million british thermal unit", "money"),
    "It has expanded three times before.": figure("three times", 3, "count", "count"),
    # ranges
    "It costs 10–12 percent.": figure("10–12 percent", 10, "percent", "percentage", value_max=12),
    "It costs between 600 and 700 million dollars.":
        figure("between 600 and 700 million dollars", 6e8, "USD", "money", value_max=7e8),
    "It costs $3 to $5 billion.": figure("$3 to $5 billion", 3e9, "USD", "money", value_max=5e9),
    "It takes five to six days.": figure("five to six days", 5, "day", "duration", value_max=6),
    "It is for people between the ages of 17 and 20.":
        figure("between the ages of 17 and 20", 17, "year", "age", value_max=20),
    # rise and fall
    "Prices will rise by 5% to 10%.": figure("5% to 10%", 5, "percent", "percentage", **UP, value_max=10, status="planned"),
    "They raised the dividend 5%.": figure("5%", 5, "percent", "percentage", **UP),
    "The share closed lower, off 30 cents.": figure("30 cents", 30, "cent", "money", **DOWN),
    "Income rose a lower-than-expected 5.2%.": figure("5.2%", 5.2, "percent", "percentage", **UP, measure="Income", status="estimate"),
    "The leader raised those worries during an appearance on Sunday and then again during a speech to about 700 students.":
        figure("about 700 students", 700, "student", "count", modifier="about", change=None),
    "The share was down only 25 cents.": figure("25 cents", 25, "cent", "money", **DOWN),
    "Prices are rising, only 20 percent of shops sell.": figure("20 percent", 20, "percent", "percentage", change=None),
    "It increased its range of products priced at 10 dollars.": figure("10 dollars", 10, "USD", "money", change=None),
    "Trade grew from 24 to 33-35 billion euros.":
        figure("from 24 to 33-35 billion euros", 3.3e10, "EUR", "money", **UP_TO, value_max=3.5e10, value_from=2.4e10),
    "Trade rose by 5 percent.": figure("5 percent", 5, "percent", "percentage", **UP, measure="Trade", measure_id="trade-turnover"),
    "Trade rose to 5 billion dollars.": figure("5 billion dollars", 5e9, "USD", "money", **UP_TO, measure="Trade", measure_id="trade-turnover"),
    "Imports from Brazil have fallen by 8 percent.":
        figure("8 percent", 8, "percent", "percentage", **DOWN, measure="Imports from Brazil", measure_id="imports", countries=("BR",)),
    "Unemployment fell to 4 percent.": figure("4 percent", 4, "percent", "percentage", **DOWN_TO, measure="Unemployment"),
    "Trade rose from 3 to 5 billion dollars.": figure("from 3 to 5 billion dollars", 5e9, "USD", "money", **UP_TO, value_from=3e9),
    "They saw a 12 percent increase in exports.": figure("12 percent", 12, "percent", "percentage", **UP, measure="exports", measure_id="exports"),
    "There was a drop of 30 percent in prices.": figure("30 percent", 30, "percent", "percentage", **DOWN),
    "Trade has doubled.": figure("doubled", 2, None, "ratio", **UP, measure="Trade", measure_id="trade-turnover"),
    "Exports grew tenfold.": figure("tenfold", 10, None, "ratio", **UP, measure="Exports", measure_id="exports"),
    # fact or hope
    "Our goal is to reach 5 billion dollars.": figure("5 billion dollars", 5e9, "USD", "money", status="target"),
    "Trade could reach 5 billion dollars.": figure("5 billion dollars", 5e9, "USD", "money", status="possible"),
    "There is potential for raising trade to 5 billion dollars.": figure("5 billion dollars", 5e9, "USD", "money", status="possible", **UP_TO),
    "Investment will amount to 200 million dollars.": figure("200 million dollars", 2e8, "USD", "money", status="planned", measure="Investment"),
    "The cost is expected to be 90 million euros.": figure("90 million euros", 9e7, "EUR", "money", status="estimate"),
    "Growth of 3 percent is forecast.": figure("3 percent", 3, "percent", "percentage", status="estimate", change="increase", represents="change"),
    "Trade reached 5 billion dollars.": figure("5 billion dollars", 5e9, "USD", "money", measure="Trade"),
    # for when
    "Trade stood at 5 billion dollars last year.": figure("5 billion dollars", 5e9, "USD", "money", **Y2022),
    "In 2021, trade stood at 5 billion dollars.":
        figure("5 billion dollars", 5e9, "USD", "money", period_start="2021-01-01", period_end="2021-12-31"),
    "Trade will reach 5 billion dollars by 2030.":
        figure("5 billion dollars", 5e9, "USD", "money", status="planned", period="by 2030", period_start=None, period_end="2030-12-31"),
    "Since 2019, trade has grown by 40 percent.":
        figure("40 percent", 40, "percent", "percentage", **UP, period="Since 2019", period_start="2019-01-01", period_end="2023-04-10"),
    "Trade stands at 5 billion dollars.": figure("5 billion dollars", 5e9, "USD", "money", period=None, period_start=None, period_end=None),
    # between whom, on whose word
    "The trade turnover between our countries is 5 billion dollars.":
        figure(
            "5 billion dollars", 5e9, "USD", "money", measure="The trade turnover between our countries", measure_id="trade-turnover", countries=BOTH
        ),
    "Bilateral trade is 5 billion dollars.": figure("5 billion dollars", 5e9, "USD", "money", measure_id="trade-turnover", countries=BOTH),
    "Trade between Kenya and Peru is 5 billion dollars.":
        figure("5 billion dollars", 5e9, "USD", "money", measure="Trade between Kenya and Peru", countries=("KE", "PE")),
    "Kenya's exports to China are 5 billion dollars.": figure("5 billion dollars", 5e9, "USD", "money", measure_id="exports", countries=("CN", "KE")),
    "According to the World Bank, growth was 3 percent.": figure("3 percent", 3, "percent", "percentage", source="the World Bank"),
    "Trade, according to Chilean statistics, rose by 5 percent.":
        figure("5 percent", 5, "percent", "percentage", **UP, measure="Trade", source="Chilean statistics"),
    "Trade rose by 5 percent, as everyone knows.": figure("5 percent", 5, "percent", "percentage", **UP, source=None),
}  # fmt: skip


@pytest.mark.parametrize("text", PHRASES)
def test_figure(text: str, annotator: Annotator) -> None:
    found = read(annotator, text)
    assert [f.text for f in found] == [PHRASES[text]["text"]]
    expected = PHRASES[text]
    got = {column: getattr(found[0], column) for column in expected}
    assert got == expected


@pytest.mark.parametrize(
    "text",
    [
        "One of the central streets was closed.", "First of all, they met.", "Article 5 was invoked under resolution 1701.",
        "They came on 10 April 2023.",
        "In 1991 there was a war.", "They met at 13:20 in room 12.", "The G7 and the G20 met.", "The COVID-19 pandemic is over.",
        "They help one another.",
        "It was signed in 2015 and 2016.", "No one came.", "They spoke one-on-one.", "The Boeing 737 landed.", "Flight 1991 was late.",
        "See page 3 of it.",
        "The document is S/PV.9999.", "They called +47 22 24 90 90 at once.", "The meeting was second to none.", "At one point they laughed.",
        "It is a two-state solution.", "They live at 10 Downing Street.", "It ended 2-2.", "The S&P 500 was flat.", "They use 5G.", "See BA.5 there.",
        "Two, we agree.", "The Divine Nine sang.", "It reached net zero.", "Junction 26 is shut.", "They scored twice.",
        "They sailed on Apollo 11.", "The F-16 flew by.", "They met in the 21st century.", "Phase two is over.",
        "Vision 2030 was presented.", "World War II was long.", "The 24/7 hotline works.", "They met for the last time.", "Each one is good.",
        "They met at three o’clock.", "It is one big family.", "They came five short months ago.", "It sold zero-coupon debt.",
        "He flew on the Salyut 6 spacecraft.", "It makes 486-based products.", "It went to a third country.",
        "It is a third-quarter report.", "Not one voted for it.", "The Group of 20 met.",
    ],
)  # fmt: skip
def test_no_figure(text: str, annotator: Annotator) -> None:
    assert [figure.text for figure in read(annotator, text)] == []


# Several figures in one sentence: text, value, measure, period.
SEVERAL: dict[str, list[tuple[Any, ...]]] = {
    "Last year trade increased by 40 percent, exceeding half a billion dollars.":
        [("40 percent", 40, "trade", "last year"), ("half a billion dollars", 5e8, "trade", "last year")],
    "Exports rose by 5 percent and imports fell by 3 percent.":
        [("5 percent", 5, "Exports", None), ("3 percent", 3, "imports", None)],
    "Trade stood at 3 billion dollars in 2021 and at 5 billion dollars in 2022.":
        [("3 billion dollars", 3e9, "Trade", "2021"), ("5 billion dollars", 5e9, "Trade", "2022")],
    "They sent 40 ships and 300 trucks.": [("40 ships", 40, "ships", None), ("300 trucks", 300, "trucks", None)],
    "In the two countries 12 schools were opened.": [("two countries", 2, "countries", None), ("12 schools", 12, "schools", None)],
}  # fmt: skip


@pytest.mark.parametrize("text", SEVERAL)
def test_several_figures(text: str, annotator: Annotator) -> None:
    assert [(f.text, f.value, f.measure, f.period and f.period.removeprefix("in ").lower()) for f in read(annotator, text)] == SEVERAL[text]


def test_countries_have_their_roles(annotator: Annotator) -> None:
    def roles(text: str) -> set[tuple[str, str]]:
        annotation = annotate(annotator, LEAD + text, country_id="NO")
        return {(row.country_id, row.role) for row in annotation.figure_countries}

    assert roles("Exports from Chile to Peru rose by 5 percent.") == {("CL", "from"), ("PE", "to")}
    assert roles("Kenya's exports to China rose by 5 percent.") == {("KE", "from"), ("CN", "to")}
    assert roles("Trade between Chile and Peru rose by 5 percent.") == {("CL", "between"), ("PE", "between")}
    assert roles("Bilateral trade rose by 5 percent.") == {("CL", "between"), ("NO", "between")}
    assert roles("Unemployment in Peru fell by 5 percent.") == {("PE", "of")}
    assert roles("Imports from Brazil rose by 5 percent.") == {("BR", "from")}


def test_our_is_the_speakers_country(annotator: Annotator) -> None:
    text = LEAD + "President Ilda Sohl: Our exports rose by 5 percent.\n\nPresident Joren Verel: Our exports rose by 6 percent."
    annotation = annotate(annotator, text, country_id="NO")
    assert [(f.countries, f.voice) for f in annotation.figures] == [(("CL",), "person"), (("NO",), "person")]
    assert [f.speaker_id for f in annotation.figures] == [turn.speaker_id for turn in annotation.turns[1:]]


def test_the_same_thing_said_twice_is_one_claim(annotator: Annotator) -> None:
    first = "Last year bilateral trade rose by 5 percent."
    annotation = annotate(annotator, f"{LEAD}{first}\n\n{first}\n\nLast year bilateral trade rose by 6 percent.", country_id="NO")
    claims = [figure.claim_id for figure in annotation.figures]
    assert claims[0] == claims[1] != claims[2]


def test_claims_are_the_same_in_two_documents(annotator: Annotator) -> None:
    def claim(identity: str) -> str:
        annotation: Annotation = annotate(annotator, LEAD + "Last year bilateral trade rose by 5 percent.", country_id="NO", id=identity)
        return annotation.figures[0].claim_id

    assert claim("one") == claim("two")


def test_a_figure_in_the_title_lies_outside_every_turn(annotator: Annotator) -> None:
    annotation = annotate(annotator, "Trade between Norway and Chile rises by 5 percent\n\nThe two presidents met in the palace and had a long talk.")
    figure = annotation.figures[0]
    assert (figure.text, figure.turn_id, figure.document_id) == ("5 percent", None, "doc")


def test_periods_are_resolved_against_the_documents_date(annotator: Annotator) -> None:
    text = "Trade rose by 5 percent last year."
    assert annotate(annotator, text, date="2011-01-05").figures[0].period_start == "2010-01-01"
    undated = annotate(annotator, text, date=None).figures[0]
    assert (undated.value, undated.period_start) == (5, None)


def test_what_is_to_be_reached_is_no_fact(annotator: Annotator) -> None:
    (found,) = read(annotator, "Trade is to reach 5 billion dollars by 2030.")
    assert found.status in ("planned", "target")


@pytest.mark.parametrize("text", PHRASES)
def test_no_break_spaces_change_nothing(text: str, annotator: Annotator) -> None:
    def said(found: list[Figure]) -> list[tuple[Any, ...]]:
        return [
            (f.text.replace("\u00a0", " "), f.value, f.value_max, f.unit, f.kind, f.modifier, f.change, f.represents, f.status, f.countries)
            for f in found
        ]

    assert said(read(annotator, text.replace(" ", "\u00a0"))) == said(read(annotator, text))


def test_a_figure_over_the_end_of_a_line(annotator: Annotator) -> None:
    text = """The two ministers spoke of the port and of the new railway line and noted that trade
between the two countries had reached in the year that has passed a sum of about 5
billion dollars, and that the number of flights between the two capitals rose by 40
percent."""
    found = {" ".join(f.text.split()): f for f in read(annotator, text)}
    assert found.keys() - {"two countries", "two capitals", "two ministers"} == {"about 5 billion dollars", "40 percent"}
    assert (found["about 5 billion dollars"].value, found["about 5 billion dollars"].modifier) == (5e9, "about")
    assert (found["40 percent"].change, found["40 percent"].represents) == ("increase", "change")


def test_it_means_the_measure_said_before(annotator: Annotator) -> None:
    text = "PRESIDENT VEREL:  Our exports to Chile reached 2 billion dollars in 2023. We want to bring it to 5 billion dollars by 2028."
    first, second = annotate(annotator, text, date="2024-03-12").figures
    assert (first.measure, first.measure_id) == ("Our exports to Chile", "exports")
    assert (second.measure, second.change, second.represents, second.status) == ("Our exports to Chile", "increase", "level", "target")
    assert (second.period, second.period_end) == ("by 2028", "2028-12-31")


def test_what_a_figure_is_compared_with_is_not_its_period(annotator: Annotator) -> None:
    text = "PRESIDENT VEREL:  Trade reached 2 billion dollars in 2023, which is 15 percent more than a year earlier."
    _, more = annotate(annotator, text, date="2024-03-12").figures
    assert (more.text, more.change, more.represents, more.period) == ("15 percent", "increase", "change", "2023")


def test_how_much_and_to_what_are_two_figures(annotator: Annotator) -> None:
    found = [(f.text, f.change, f.represents) for f in read(annotator, "Trade increased by $43.6 billion to $419.2 billion.")]
    assert found == [("$43.6 billion", "increase", "change"), ("$419.2 billion", None, "level")]


def test_where_a_figure_comes_from(annotator: Annotator) -> None:
    (figure,) = read(annotator, "Exports climbed to 300 tonnes from 200 tonnes.")
    assert (figure.value, figure.value_from, figure.change) == (300, 200, "increase")
    planes, earlier = read(annotator, "They sold 38 planes, down from 68 a year earlier.")
    assert (planes.value, planes.value_from, planes.change) == (38, 68, "decrease")
    assert (earlier.value, earlier.unit) == (68, "plane")


def test_an_equivalent_in_brackets_says_the_same(annotator: Annotator) -> None:
    found = [(f.text, f.unit, f.modifier) for f in read(annotator, "The line is more than 100 kilometres (60 miles) long.")]
    assert found == [("more than 100 kilometres", "kilometre", "more than"), ("60 miles", "mile", "more than")]


def test_a_listed_number_has_the_unit_of_the_list(annotator: Annotator) -> None:
    assert [(f.value, f.unit) for f in read(annotator, "There are coins of 1, 2 and 5 rupees.")] == [(1, "INR"), (2, "INR"), (5, "INR")]
    assert [(f.value, f.unit) for f in read(annotator, "They sent 30 ships in 2020 and 20 in 2021.")] == [(30, "ship"), (20, "ship")]


def test_points_gained_and_the_level_reached_are_two_figures(annotator: Annotator) -> None:
    change, level = read(annotator, "The index rose 64.06 points to 4,577.10.")
    assert (change.value, change.change, change.represents, change.value_max) == (64.06, "increase", "change", None)
    assert (level.value, level.unit, level.represents) == (4577.1, "point", "level")


def test_a_range_after_by_stays_one_figure(annotator: Annotator) -> None:
    (one,) = read(annotator, "Trade rose by 3 to 5 percent.")
    assert (one.value, one.value_max, one.change) == (3, 5, "increase")


def test_the_words_after_a_measure_lead_to_a_country(annotator: Annotator) -> None:
    assistance, troops = read(annotator, "It gave 240 million dollars in security assistance delivered to Kenya. It sent 3,000 troops to Peru.")
    assert assistance.countries == ("KE",)
    assert troops.countries == ("PE",)


def test_a_country_in_another_clause_is_none_of_the_figure(annotator: Annotator) -> None:
    (figure_,) = read(annotator, "It gave 5 million dollars, and the minister flew to Kenya.")
    assert figure_.countries == ()


def test_demonstratives_open_a_phrase_with_a_noun_that_can_be_a_verb(annotator: Annotator) -> None:
    (figure_,) = read(annotator, "They blocked lorries, reducing the level of these calls by 80 percent.")
    assert figure_.measure == "the level of these calls"


def test_a_sentence_that_closes_with_a_clock_time_is_no_dateline(annotator: Annotator) -> None:
    (figure_,) = read(annotator, "The family sat there for two days of talks and the office waited until 9 a.m.")
    assert figure_.text == "two days"


def test_what_we_give_comes_from_the_speakers_country(annotator: Annotator) -> None:
    annotation = annotate(annotator, LEAD + "President Joren Verel said:\n\n- We have given 3 million dollars to Kenya this year.\n", country_id="NO")
    assert {(c.country_id, c.role) for c in annotation.figure_countries} == {("KE", "to"), ("NO", "from")}


def test_a_price_that_is_raised_by_a_sum_rises(annotator: Annotator) -> None:
    (figure_,) = read(annotator, "They raised wages by 5 dollars.")
    assert (figure_.change, figure_.represents) == ("increase", "change")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It costs 2,400,000 yen ($22,000) here and 2,300,000 ($21,000) there.", [("JPY", 2.4e6), ("USD", 22e3), ("JPY", 2.3e6), ("USD", 21e3)]),
        ("The offer is C$6 (US$4.46) per share.", [("CAD per share", 6), ("USD per share", 4.46)]),
        ("The index stands at 16,644, 16 percent above the old one.", [(None, 16644), ("percent", 16)]),
        ("Iraq has 17 million residents, and Kuwait about 1.9 million.", [("resident", 17e6), ("resident", 1.9e6)]),
        ("Deaths decreased 19 percent to an average of 745.", [("percent", 19), (None, 745)]),
        ("There were 22 burglaries, from an average of 20 per week.", [("burglary", 22), ("burglary per week", 20)]),
        ("Production grew by 9 million barrels a day to 11 million.", [("barrel per day", 9e6), ("barrel per day", 11e6)]),
        ("They do dozens if not hundreds of interviews a day.", [("interview per day", 12), ("interview per day", 100)]),
        ("It holds 4 million of Norvik's 13 million shares.", [("share", 4e6), ("share", 13e6)]),
        ("There were 300 Norwegians and more than 450 Chileans.", [("norwegian", 300), ("chilean", 450)]),
        ("It costs 141 yen, off 0.45.", [("JPY", 141), ("JPY", 0.45)]),
        ("The index tumbled 5.39, or 1.2% on Friday.", [(None, 5.39), ("percent", 1.2)]),
        ("It has billions for land, and $16 billion for water.", [("USD", 1e9), ("USD", 16e9)]),
        ("They found 10 of 12 ships.", [("ship", 10), ("ship", 12)]),
    ],
)
def test_units_left_unsaid(text: str, expected: list[tuple[str | None, float]], annotator: Annotator) -> None:
    assert [(f.unit, f.value) for f in read(annotator, text)] == expected
