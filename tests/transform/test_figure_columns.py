"""What figures are about, by meaning: their countries and roles, measures by the verb, periods without a date, hopes for the how-manieth."""

import pytest

from etl.pipeline import Annotator
from tests.annotating import annotate, figures

MEETING = "President of Norway Joren Verel has met with President of Chile Ilda Sohl in Oslo.\n\n"

# In the narration of a meeting of the presidents of Norway and Chile.
COUNTRIES = {
    "Spain takes part with 1,471 troops.": {"ES": "of"},
    "Spain takes part, and the alliance has 1,471 troops.": {},
    "The United States has provided 300 million dollars to support Ghana.": {"US": "from", "GH": "to"},
    "It will provide the Kenyan government with 5 million dollars in aid.": {"KE": "to"},
    "They thanked Japan for Japan's historic 5 million dollar pledge.": {"JP": "from"},
    "They spoke of Jamaica’s upcoming 60th anniversary of independence.": {"JM": "of"},
    "And in Jamaica right now, tourism creates thousands of jobs.": {"JM": "of"},
    "Unlike in Jamaica, tourism creates thousands of jobs here.": {},
    "All 64 parishes in Louisiana were flooded.": {"US": "of"},
    "Norway will give 2 million dollars in humanitarian aid.": {"NO": "from", "CL": "to"},
    "Norway will give 2 million dollars in humanitarian aid to Kenya.": {"NO": "from", "KE": "to"},
    "Norway announced 2 million dollars to help the Chilean government with the floods.": {"NO": "from", "CL": "to"},
    "They noted the announcement of 2 million dollars for Chile.": {"NO": "from", "CL": "to"},
    "They spoke of the Norwegian donation of 3 million vaccines.": {"NO": "from", "CL": "to"},
    "Chile has received 3 million vaccines.": {"NO": "from", "CL": "to"},
    "Norway gave 3 million vaccines to the African Union.": {"NO": "from"},
    "Norway has given 3 million vaccines to 40 countries.": {"NO": "from"},
    "More than 50 nations have given 200 tanks to help Chile.": {"CL": "to"},
    "They spoke of the 3 million vaccines Norway has already sent to the African Union.": {"NO": "from"},
    "They marked the 70th anniversary of the Norwegian alliance with Kenya.": {"NO": "between", "KE": "between"},
    "We had 18 billion dollars of trade.": {"NO": "between", "CL": "between"},
    "President Verel announced 2 million dollars in aid to help with the floods.": {"NO": "from", "CL": "to"},
    "Kenya has raised its exports to Peru by 5 percent.": {"KE": "from", "PE": "to"},
    "It was the second visit to Japan.": {"JP": "to"},
    "They marked 50 years of partnership.": {"NO": "between", "CL": "between"},
    "They marked 100 years of diplomatic relations.": {"NO": "between", "CL": "between"},
    "Spain is the second-largest investor in Peru.": {"ES": "of", "PE": "of"},
    "Spain has donated and shipped 220 million vaccines to more than 40 countries.": {"ES": "from"},
    "Spain practically doubled the number of visas.": {"ES": "of"},
    "Japanese agencies provided 32 million dollars in new assistance for the rescue in Haiti.": {"HT": "to", "JP": "from"},
    "They welcomed the billions of dollars of investment that Korean companies are making in Spain.": {"KR": "from", "ES": "to"},
    "The attacks killed 11 people in three Peruvian towns.": {"PE": "of"},
    "There are tons of grain, 5 million tons being held up in Ukraine.": {"UA": "of"},
    "You know the 600 companies that invest and operate in Kenya.": {"KE": "of"},
    "It will give 7 million dollars to fund the salaries of Kenyan soldiers.": {"KE": "to"},
    "Last year 48 bcm of gas was exported from Spain.": {"ES": "from"},
    "We shared 5 million doses of vaccine with Chile.": {"NO": "from", "CL": "to"},
    "We announced more assistance to Chile: a 2 million dollar package of equipment that Chile needs.": {"NO": "from", "CL": "to"},
    "The trip brought 2 million dollars in new investments from companies in Spain.": {"ES": "from"},
    "The two leaders spoke.": {},
    "Poland is hosting 2 million Ukrainian refugees.": {"UA": "of", "PL": "to"},
    "Poland has taken in 2 million refugees from Ukraine.": {"UA": "from", "PL": "to"},
    "They thanked Germany for hosting 35,000 Afghans.": {"AF": "of", "DE": "to"},
    "They thanked Norway for the donation of vaccines — 4 million vaccines — to Chile.": {"NO": "from", "CL": "to"},
    "This is my 10th visit as president.": {},
    "They spoke of the 7 million vaccines donated to Nigeria by Spain.": {"NG": "to", "ES": "from"},
    "They praised Turkey’s two decades of contributions to the mission in Afghanistan.": {"AF": "of", "TR": "of"},
    "Three million people have left Ukraine.": {"UA": "from"},
    "They congratulated Jamaica on the 60th anniversary of its independence.": {"JM": "of"},
    "President Verel announced Spain will provide 28 million dollars in assistance to the coast.": {"ES": "from"},
    "They welcomed Poland’s partnership in hosting 9,000 American soldiers.": {"US": "of", "PL": "to"},
    "They marked the 50th anniversary of the relationship between Norway and the Republic of Chile.": {"NO": "between", "CL": "between"},
    "They have sent 4,700 American soldiers to Poland.": {"US": "of", "PL": "to"},
    "The plan supports 25 joint research projects.": {"NO": "between", "CL": "between"},
    "They are united by 3,180 kilometers of border.": {"NO": "between", "CL": "between"},
    "He named 5 goals.": {},
}

# Where a country's own people speak of their life at home.
HOME = {
    "Some 12 provinces passed the law.": ("NO",),
    "Our 2,000-mile border with Sweden is open.": ("NO", "SE"),
    "It announced 5 million dollars for schools.": ("NO",),
    "We created 8 million jobs.": ("NO",),
    "Unemployment is 3.6 percent.": ("NO",),
    "Unemployment is 3.6 percent worldwide.": (),
    "Unemployment is 3.6 percent, less than in Peru.": ("NO",),
    "Unemployment is 3.6 percent in Peru.": ("PE",),
    "As in Peru, unemployment is 3.6 percent.": (),
    "The plan is to create 5 million jobs, mend roads, and out-compete Peru.": ("NO",),
    "We held 12 meetings.": (),
    "It will save Norwegians 3,000 dollars.": ("NO",),
    "The Norwegian law includes 8 million dollars for schools.": ("NO",),
    "The share was 47 percent.": ("NO",),
    "It is an 18-month initiative.": ("NO",),
    "They spoke at the half-day forum.": (),
    "I have one pen.": (),
    "He celebrates his 58th birthday.": (),
    "This is the second meeting of the Native American council.": (),
    "Fires have burned 5 million acres.": ("NO",),
    "We announced 5 million dollars, more than the fund in Norway had.": ("NO",),
    "We have taken in more than 4,000 people.": ("NO",),
    "The target is to vaccinate 2 million of our people.": ("NO",),
    "The firm has 21 areas of work.": (),
    "It staged 40 generators.": ("NO",),
    "Norwegian clinics in the region saw a 500 percent increase in cases.": ("NO",),
    "Clinics in the region saw a 500 percent increase in cases.": (),
    "It has 2,000 workers in the affected region.": ("NO",),
    "It brought 2 million dollars in investments to the Horn of Africa.": (),
    "They marked the fifth anniversary of the fire.": ("NO",),
}

MEASURES = {
    "More than 300 people attended the event.": "participants",
    "The meetings were attended by 300 people.": "participants",
    "Some 4 million people have fled the war.": "refugees",
    "It evacuated 400 people.": "refugees",
    "They host 400 Chileans and others who have fled the war.": "refugees",
    "Some 400 Chileans live there.": "population",
    "They deployed 700 response personnel.": "workers",
    "The price rose from 2 to 8 dollars, a fourfold increase.": "price",
    "We will raise defence spending to 2 percent of GDP.": "defence-spending",
    "They cap the price of insulin at 35 dollars for seniors.": "price",
    "Some 400 people live there.": "population",
    "They host 35,000 Afghans.": "refugees",
    "They host 300 people.": "population",
    "Some 35,000 Israelis have received a vaccine.": "population",
    "They honour the 49 people who lost their lives.": "killed",
    "It counts 53 souls who died in the desert.": "killed",
    "It set up 2 million meals.": "humanitarian-aid",
    "It announced a 37 million dollar grant award to Kenya.": "grants",
    "The plan has an investment of 50 million dollars in ports.": "investment",
    "It gave 5 million dollars in humanitarian assistance and released 3 million dollars.": "humanitarian-aid",
    "They took in over 7,000 or so refugees.": "refugees",
    "It will provide 2 million dollars to help farmers.": "funding",
    "It announced 2 million dollars for the fight against hunger.": "funding",
    "It will give 2 million dollars to support those displaced by the drought.": "humanitarian-aid",
    "It will give 2 million dollars to support the armed forces.": "military-aid",
    "It will give 2 million dollars in economic support and 5 million dollars in military assistance.": "funding",
    "Fires have burned 5 million acres.": "land-area",
    "It saves us 300 dollars per pair.": "price",
    "They thanked them for the release of two citizens.": "hostages",
    "Every month 57 women are shot and killed.": "killed",
    "Last month we lost 13 people.": "killed",
    "Some 300 people lost their homes.": "population",
    "They sent hundreds of anti-air systems.": "weapons",
    "It saved the lives of two million people.": "population",
    "They sent 4,700 servicemembers.": "troops",
    "Some 2 million people have come to us.": "refugees",
    "We are the tenth-largest investor.": "investment",
    "The firms employ 20,000 people.": "workers",
    "It gave a loan of 2 million dollars.": "loans-and-credit",
    "The bridge cost 2 million dollars.": "project-cost",
    "They marked 200 years of diplomatic relations.": "anniversary",
    "They celebrate 30 years of partnership.": "anniversary",
    "It was two years of cooperation.": None,
    "It lasted 30 years.": None,
}

PERIODS = {
    "Since the beginning of the pandemic 12 factories closed.": ("Since the beginning of the pandemic", None, "2023-04-10"),
    "It has created 500 jobs since he took office.": ("since he took office", None, "2023-04-10"),
    "During the war 12 factories closed.": ("During the war", None, None),
    "Yesterday they held the tenth meeting of the group.": ("Yesterday", "2023-04-09", "2023-04-09"),
    "Trade grew by 40 percent from 2019 to 2022.": ("from 2019 to 2022", "2019-01-01", "2022-12-31"),
    "Between 2019 and 2021 exports rose to 5 billion dollars.": ("Between 2019 and 2021", "2019-01-01", "2021-12-31"),
    "On April 6 and 7, 40 leaders met here.": ("April 6 and 7", "2023-04-06", "2023-04-07"),
    "In 2019 and 2022 they sent 5 tons.": ("2022", "2022-01-01", "2022-12-31"),
    "Today, Minister Ann Ole and Envoy Bo Lund met with over 70 mayors.": ("Today", "2023-04-10", "2023-04-10"),
    "We have recently sent 40 tons of grain.": ("recently", None, None),
    "This is the second meeting in just eight months.": ("in just eight months", None, None),
    "Following yesterday’s meeting, this morning they met 11 members.": ("this morning", "2023-04-10", "2023-04-10"),
    "Today they met the Alliance, a group from 16 towns.": (None, None, None),
    "Today they held the second meeting of the group leading up to Earth Day.": ("Today", "2023-04-10", "2023-04-10"),
    "It will put 20 million dollars into ports over five years.": ("over five years", None, None),
    "They spoke of the 150th anniversary of the Mining Law of 1872.": (None, None, None),
    "They spoke of the 150th anniversary of the 1872 Mining Law.": (None, None, None),
}

PURPOSES = {
    "It will give 2 million dollars to help train and equip border guards.": "border guards",
    "It will give 2 million dollars to the hospital.": None,
    "It will give 2 million dollars to the World Food Programme.": "the World Food Programme",
    "It puts in 2 million dollars, jointly, to mend roads.": "roads",
    "It spends 2 million dollars over the next five years in new investments.": "new investments",
    "It took the 2 million dollars in “junk fees” off.": "junk fees",
    "Of the girls who were asked, 47 percent said so.": "the girls",
    "You get a 30 percent tax credit for home heating.": "tax credit for home heating",
    "They put a 25 percent tariff on steel.": "tariff on steel",
    "Growth is 40 percent faster.": "Growth",
    "They commit 2 million dollars in the next year to shore up governance.": "governance",
    "It has 2 million dollars going into the Oslo East Airport.": "the Oslo East Airport",
    "It was her first call to a foreign leader.": "call to a foreign leader",
    "It gives 5 million dollars over 10 years for prevention.": "prevention",
    "It will give 2 million dollars to the UNRWA.": "the UNRWA",
    "They host 700 guests and others who have come.": "guests and others",
    "They met 12 farmers and spoke with them.": "farmers",
    "It is my first trip as Vice President.": "trip as Vice President",
    "It gave 20 million doses of Johnson & Johnson vaccine.": "doses of Johnson & Johnson vaccine",
    "They invited 16 partners in the Harbour Initiative led by Norway.": "partners in the Harbour Initiative",
    "They have held 150 meetings with the private sector.": "meetings with the private sector",
    "They are raising defence spending, and will reach 2 percent of GDP.": "defence spending",
    "Ties have grown to 90 billion dollars in two-way trade.": "two-way trade",
    "They heard 20 speeches about the fight.": "speeches about the fight",
    "They met seven adults with hearing loss.": "adults with hearing loss",
    "He discussed two issues with the minister.": "issues",
    "It will give 2 million dollars from USAID to fund clinics.": "clinics",
    "It has two of the largest utilities in the Gulf Coast.": "largest utilities in the Gulf Coast",
    "There were four waves of sanctions against Russia.": "waves of sanctions against Russia",
    "It keeps 3 million workers from seeking better jobs.": "workers",
    "It took a historic$829 million.": None,
    "They moved to spending 3 percent of GDP on defence.": "defence",
    "They spoke of the 150th anniversary of the 1872 Mining Law.": "anniversary of the 1872 Mining Law",
    "He came within 24 hours of the vote.": None,
}

STATUS = {
    "They plan to build on the 400 jobs created since 2021.": "actual",
    "She spoke of the commitment to provide 2 million dollars.": "planned",
    "She spoke of the commitment to peace of two million people.": "actual",
    "They want a vote on two bills that have already passed.": "actual",
    "It is an opportunity for the leaders of the 574 towns to meet.": "actual",
    "They announced numbers that show 678,000 jobs added in February.": "actual",
    "He spoke of the announcement of 50 million dollars for energy.": "planned",
    "He is asking Congress for 38 billion dollars.": "planned",
    "We hope to reach the 5 million jobs.": "possible",
    "They will hold their third summit.": "planned",
    "They held their third summit.": "actual",
    "The storm will land on the 16th anniversary of the flood.": "actual",
}


@pytest.mark.parametrize("text", COUNTRIES)
def test_countries(text: str, annotator: Annotator) -> None:
    annotation = annotate(annotator, MEETING + text, country_id="NO", format="meeting")
    assert {row.country_id: row.role for row in annotation.figure_countries} == COUNTRIES[text]


def test_a_relationship_with_another_country_is_ones_own_too(annotator: Annotator) -> None:
    annotation = annotate(annotator, "PRESIDENT VEREL:  We spoke of the 200-year relationship with Kenya.\n\nQ  Why?", country_id="NO")
    assert {row.country_id: row.role for row in annotation.figure_countries} == {"KE": "between", "NO": "between"}


def test_whom_you_have_taken_in_is_the_other_sides(annotator: Annotator) -> None:
    text = MEETING + "PRESIDENT SOHL:  Yes.\n\nPRESIDENT VEREL:  You have been welcoming thousands of Ukrainian refugees.\n\nPRESIDENT SOHL:  Yes."
    annotation = annotate(annotator, text, country_id="NO", format="meeting")
    assert {row.country_id: row.role for row in annotation.figure_countries} == {"UA": "of", "CL": "to"}


GIVING: dict[str, list[dict[str, str]]] = {
    "Spain has given Kenya 5 million dollars in aid and plans to give over 2 million dollars in assistance.": [{"ES": "from", "KE": "to"}] * 2,
    "They continue to support Kenya, including with 3 million dollars in aid.": [{"KE": "to"}],
}


@pytest.mark.parametrize("text", GIVING)
def test_who_gives_and_gets_further_sums(text: str, annotator: Annotator) -> None:
    annotation = annotate(annotator, text)
    assert [{r.country_id: r.role for r in annotation.figure_countries if r.figure_id == f.id} for f in annotation.figures] == GIVING[text]


@pytest.mark.parametrize("text", HOME)
def test_countries_at_home(text: str, annotator: Annotator) -> None:
    assert figures(annotator, text, country_id="NO")[0].countries == HOME[text]


def test_narration_of_a_meeting_has_no_home(annotator: Annotator) -> None:
    (figure,) = annotate(annotator, MEETING + "They spoke of a plan for 400 jobs.", country_id="NO").figures
    assert figure.countries == ()


@pytest.mark.parametrize("text", MEASURES)
def test_measures_by_the_verb(text: str, annotator: Annotator) -> None:
    assert figures(annotator, text)[0].measure_id == MEASURES[text]


@pytest.mark.parametrize("country, measure", [("US", "regions"), ("CL", "countries"), (None, "countries")])
def test_states_are_parts_of_a_federation_to_its_own_people(country: str | None, measure: str, annotator: Annotator) -> None:
    assert figures(annotator, "Last year 31 states passed the law.", country_id=country)[0].measure_id == measure
    assert figures(annotator, "It has 31 member states.", country_id=country)[0].measure_id == "countries"


@pytest.mark.parametrize("text", PERIODS)
def test_periods(text: str, annotator: Annotator) -> None:
    figure = figures(annotator, text)[0]
    assert (figure.period, figure.period_start, figure.period_end) == PERIODS[text]


@pytest.mark.parametrize("text", STATUS)
def test_status_of_the_how_manieth(text: str, annotator: Annotator) -> None:
    assert figures(annotator, text)[0].status == STATUS[text]


def test_the_two_counts_people_known(annotator: Annotator) -> None:
    assert [(f.kind, f.unit) for f in figures(annotator, "The two discussed trade.")] == [("count", None)]


def test_the_twenties_of_a_life_are_an_age(annotator: Annotator) -> None:
    (figure,) = figures(annotator, "I was in my 20s then.")
    assert (figure.value, figure.value_max, figure.unit, figure.kind) == (20, 29, "year", "age")


def test_an_adverb_with_a_participle_opens_a_measure(annotator: Annotator) -> None:
    (figure,) = figures(annotator, "It gave 374 million dollars in urgently needed humanitarian assistance.")
    assert (figure.measure, figure.measure_id) == ("urgently needed humanitarian assistance", "humanitarian-aid")


def test_a_name_with_points_and_a_hyphen_is_one_word(annotator: Annotator) -> None:
    (figure,) = figures(annotator, "Guards watch the 2,000 mile U.S.-Mexico border.")
    assert (figure.measure, figure.countries) == ("U.S.-Mexico border", ("MX", "US"))


# Numbers of several words or units, and words that look like a number and are none.
QUANTITIES: dict[str, list[tuple[str, float, str | None, str]]] = {
    "They spent 3 hours and 45 minutes there.": [("3 hours and 45 minutes", 3.75, "hour", "duration")],
    "It took less than a year and six months.": [("less than a year and six months", 1.5, "year", "duration")],
    "They stayed three days and two nights.": [("three days", 3, "day", "duration"), ("two nights", 2, "night", "duration")],
    "It is for the one in four children at school.": [("one in four children", 0.25, "child", "ratio")],
    "The one million people came.": [("one million people", 1e6, "person", "count")],
    "He is the one.": [],
    "They give 17 more million doses.": [("17 more million doses", 17e6, "dose", "count")],
    "They held a first-of-its-kind summit.": [],
    "As but one example, they lend to firms.": [],
}


@pytest.mark.parametrize("text", QUANTITIES)
def test_quantities_of_several_words(text: str, annotator: Annotator) -> None:
    assert [(f.text, f.value, f.unit, f.kind) for f in figures(annotator, text)] == QUANTITIES[text]


def test_a_number_without_a_noun_counts_what_the_one_before_did(annotator: Annotator) -> None:
    found = figures(annotator, "It has 2,000 workers there and has called another 500 to help.")
    assert [(f.unit, f.measure, f.measure_id) for f in found] == [("worker", "workers", "workers")] * 2


def test_a_number_begun_anew_says_what_the_first_is(annotator: Annotator) -> None:
    found = annotate(annotator, "It has $45 billion — $45 billion in additional funding for Kenya.").figures
    assert [(f.unit, f.measure, f.measure_id, f.countries) for f in found] == [("USD", "additional funding for Kenya", "funding", ("KE",))] * 2


@pytest.mark.parametrize("text", PURPOSES)
def test_what_money_and_shares_are_for(text: str, annotator: Annotator) -> None:
    assert figures(annotator, text)[0].measure == PURPOSES[text]


CORRECTED: dict[str, list[tuple[float, str | None]]] = {
    "We lost <s>33</s> \\[32\\] people.": [(32, "person")],
    "It is <s>50</s> [40] percent of our bridges.": [(40, "percent")],
    "It gave over ~~$300~~ \\[$30\\] billion to help.": [(30e9, "USD")],
    "On <s>July 20th</s> \\[July 30th\\] they met 12 ministers.": [(12, "minister")],
    "It cut 1 trillion 700 billion dollars.": [(1.7e12, "USD")],
    "It has 3 million 200 thousand people.": [(3.2e6, "person")],
}


@pytest.mark.parametrize("text", CORRECTED)
def test_numbers_struck_out_are_none_and_those_in_brackets_count(text: str, annotator: Annotator) -> None:
    assert [(f.value, f.unit) for f in figures(annotator, text)] == CORRECTED[text]


def test_dates_struck_out_are_none(annotator: Annotator) -> None:
    dates = annotate(annotator, "They met on <s>July 20th</s> \\[July 30th\\] in Oslo.", date="2023-08-01").dates
    assert [(d.text, d.value) for d in dates] == [("July 30th", "2023-07-30")]


def test_a_sentence_holds_a_figure_that_a_line_breaks(annotator: Annotator) -> None:
    (figure,) = annotate(annotator, "It follows the plan,\nThe office [announced $275\nmillion](https://x.example/to-stop-it/) to stop it.").figures
    assert figure.text == "$275\nmillion"
    assert figure.text in figure.sentence
