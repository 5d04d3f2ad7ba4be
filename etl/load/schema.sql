-- The database, said once. Every table is STRICT; every extracted row carries offsets into document_texts.text,
-- in characters, so that substr(text, start_char + 1, end_char - start_char) is the words it speaks of.
-- What each column means is in metadata.yml, which a test holds to this file.

CREATE TABLE countries (
    id TEXT PRIMARY KEY CHECK (length(id) = 2),
    name TEXT NOT NULL,
    iso3 TEXT NOT NULL CHECK (length(iso3) = 3)
) STRICT;

CREATE TABLE entities (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN (
        'country', 'city', 'region', 'water', 'organisation', 'infrastructure', 'treaty', 'event')),
    country_id TEXT REFERENCES countries (id),
    latitude REAL CHECK (latitude BETWEEN -90 AND 90),
    longitude REAL CHECK (longitude BETWEEN -180 AND 180),
    wikidata TEXT
) STRICT;

CREATE TABLE people (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    country_id TEXT REFERENCES countries (id),
    wikidata TEXT,
    known INTEGER NOT NULL CHECK (known IN (0, 1))
) STRICT;

CREATE TABLE positions (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    title TEXT NOT NULL,
    country_id TEXT REFERENCES countries (id),
    organisation TEXT,
    start_date TEXT,
    end_date TEXT
) STRICT;

CREATE TABLE topics (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    parent_id TEXT REFERENCES topics (id),
    cap_major INTEGER CHECK (cap_major BETWEEN 1 AND 23),
    definition TEXT NOT NULL
) STRICT;

CREATE TABLE measures (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    one_value INTEGER NOT NULL CHECK (one_value IN (0, 1))
) STRICT;

CREATE TABLE meetings (
    id TEXT PRIMARY KEY,
    date TEXT,
    place_id TEXT REFERENCES entities (id),
    format TEXT,
    level TEXT,
    title TEXT
) STRICT;

CREATE TABLE documents (
    id TEXT PRIMARY KEY CHECK (length(id) <= 40),
    source_id TEXT NOT NULL,
    title TEXT,
    date TEXT,
    published TEXT,
    format TEXT,
    meeting_id TEXT REFERENCES meetings (id),
    place_id TEXT REFERENCES entities (id),
    language TEXT,
    publisher TEXT,
    country_id TEXT REFERENCES countries (id),
    url TEXT,
    words INTEGER NOT NULL CHECK (words >= 0),
    turns INTEGER NOT NULL CHECK (turns >= 0),
    figures INTEGER NOT NULL CHECK (figures >= 0),
    source_path TEXT NOT NULL,
    source_row INTEGER,
    media_type TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64)
) STRICT;

CREATE TABLE document_texts (
    document_id TEXT PRIMARY KEY REFERENCES documents (id),
    text TEXT NOT NULL
) STRICT;

CREATE TABLE participants (
    document_id TEXT NOT NULL REFERENCES documents (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    role TEXT,
    country_id TEXT REFERENCES countries (id),
    PRIMARY KEY (document_id, person_id)
) STRICT;

CREATE TABLE turns (
    id TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    kind TEXT NOT NULL CHECK (kind IN ('speech', 'narration')),
    speaker_id TEXT REFERENCES people (id),
    speaker_label TEXT,
    role TEXT,
    country_id TEXT REFERENCES countries (id),
    date TEXT,
    text TEXT NOT NULL,
    words INTEGER NOT NULL CHECK (words >= 0),
    start_char INTEGER NOT NULL CHECK (start_char >= 0),
    end_char INTEGER NOT NULL CHECK (end_char > start_char),
    topics TEXT NOT NULL CHECK (json_valid(topics)),
    UNIQUE (document_id, number),
    CHECK (kind = 'speech' OR (speaker_id IS NULL AND speaker_label IS NULL))
) STRICT;

CREATE TABLE parts (
    document_id TEXT NOT NULL REFERENCES documents (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    kind TEXT NOT NULL CHECK (kind IN (
        'title', 'dateline', 'heading', 'label', 'speech', 'narration', 'stage', 'separator', 'list', 'footer')),
    turn_id TEXT REFERENCES turns (id),
    start_char INTEGER NOT NULL CHECK (start_char >= 0),
    end_char INTEGER NOT NULL CHECK (end_char > start_char),
    PRIMARY KEY (document_id, number)
) STRICT;

CREATE TABLE statements (
    id TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents (id),
    turn_id TEXT REFERENCES turns (id),
    mode TEXT NOT NULL CHECK (mode IN ('quoted', 'indirect', 'summarised')),
    voice TEXT NOT NULL CHECK (voice IN ('person', 'joint', 'impersonal')),
    act TEXT,
    speaker_id TEXT REFERENCES people (id),
    source TEXT,
    cue TEXT NOT NULL,
    text TEXT NOT NULL,
    start_char INTEGER NOT NULL CHECK (start_char >= 0),
    end_char INTEGER NOT NULL CHECK (end_char > start_char),
    source_start_char INTEGER,
    source_end_char INTEGER CHECK (source_end_char > source_start_char),
    cue_start_char INTEGER NOT NULL,
    cue_end_char INTEGER NOT NULL CHECK (cue_end_char > cue_start_char),
    CHECK ((source IS NULL) = (source_start_char IS NULL) AND (source IS NULL) = (source_end_char IS NULL))
) STRICT;

CREATE TABLE statement_people (
    statement_id TEXT NOT NULL REFERENCES statements (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    role TEXT NOT NULL CHECK (role IN ('source', 'addressee')),
    PRIMARY KEY (statement_id, person_id, role)
) STRICT;

CREATE TABLE dates (
    id TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents (id),
    turn_id TEXT REFERENCES turns (id),
    text TEXT NOT NULL,
    type TEXT NOT NULL CHECK (type IN ('DATE', 'TIME', 'DURATION', 'SET')),
    value TEXT NOT NULL,
    earliest TEXT,
    latest TEXT,
    start_char INTEGER NOT NULL CHECK (start_char >= 0),
    end_char INTEGER NOT NULL CHECK (end_char > start_char),
    CHECK ((earliest IS NULL) = (latest IS NULL) AND earliest <= latest)
) STRICT;

-- Figures that say the same of one measure, countries, period and unit are mentions of one claim.
CREATE TABLE claims (
    id TEXT PRIMARY KEY,
    measure_id TEXT REFERENCES measures (id),
    subject TEXT NOT NULL,
    countries TEXT NOT NULL CHECK (json_valid(countries)),
    period_start TEXT,
    period_end TEXT,
    unit TEXT,
    value REAL NOT NULL,
    value_max REAL,
    change TEXT,
    represents TEXT,
    status TEXT,
    mentions INTEGER NOT NULL CHECK (mentions >= 1),
    documents INTEGER NOT NULL CHECK (documents >= 1),
    first_date TEXT
) STRICT;

CREATE TABLE claim_links (
    claim_id TEXT NOT NULL REFERENCES claims (id),
    other_claim_id TEXT NOT NULL REFERENCES claims (id),
    kind TEXT NOT NULL CHECK (kind IN ('disagrees', 'target of', 'actual for', 'repeats')),
    PRIMARY KEY (claim_id, other_claim_id, kind)
) STRICT;

CREATE TABLE figures (
    id TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents (id),
    turn_id TEXT REFERENCES turns (id),
    statement_id TEXT REFERENCES statements (id),
    speaker_id TEXT REFERENCES people (id),
    voice TEXT NOT NULL CHECK (voice IN ('person', 'joint', 'impersonal')),
    date TEXT,
    text TEXT NOT NULL,
    value REAL NOT NULL CHECK (value BETWEEN -1e300 AND 1e300),
    value_max REAL CHECK (value_max > value AND value_max <= 1e300),
    value_from REAL CHECK (value_from BETWEEN -1e300 AND 1e300),
    unit TEXT,
    kind TEXT NOT NULL CHECK (kind IN (
        'percentage', 'money', 'count', 'ordinal', 'duration', 'age', 'distance', 'area', 'volume', 'mass', 'speed',
        'energy', 'power', 'temperature', 'ratio', 'rank', 'other')),
    modifier TEXT CHECK (modifier IN ('about', 'more than', 'less than', 'at least', 'up to')),
    change TEXT CHECK (change IN ('increase', 'decrease')),
    represents TEXT NOT NULL CHECK (represents IN ('level', 'change')),
    measure TEXT,
    measure_id TEXT REFERENCES measures (id),
    countries TEXT NOT NULL CHECK (json_valid(countries)),
    period TEXT,
    date_id TEXT REFERENCES dates (id),
    period_start TEXT,
    period_end TEXT,
    status TEXT NOT NULL CHECK (status IN ('actual', 'estimate', 'target', 'planned', 'possible')),
    source TEXT,
    sentence TEXT NOT NULL,
    start_char INTEGER NOT NULL CHECK (start_char >= 0),
    end_char INTEGER NOT NULL CHECK (end_char > start_char),
    rule TEXT NOT NULL,
    claim_id TEXT NOT NULL REFERENCES claims (id)
) STRICT;

CREATE TABLE figure_countries (
    figure_id TEXT NOT NULL REFERENCES figures (id),
    country_id TEXT NOT NULL REFERENCES countries (id),
    role TEXT NOT NULL CHECK (role IN ('between', 'from', 'to', 'of')),
    PRIMARY KEY (figure_id, country_id, role)
) STRICT;

CREATE TABLE turn_topics (
    turn_id TEXT NOT NULL REFERENCES turns (id),
    topic_id TEXT NOT NULL REFERENCES topics (id),
    cap_major INTEGER,
    score REAL NOT NULL CHECK (score > 0),
    words INTEGER NOT NULL CHECK (words >= 0),
    mentions INTEGER NOT NULL CHECK (mentions >= 1),
    evidence TEXT NOT NULL CHECK (json_valid(evidence)),
    PRIMARY KEY (turn_id, topic_id)
) STRICT;

CREATE TABLE turn_entities (
    turn_id TEXT NOT NULL REFERENCES turns (id),
    entity_id TEXT NOT NULL REFERENCES entities (id),
    mentions INTEGER NOT NULL CHECK (mentions >= 1),
    evidence TEXT NOT NULL CHECK (json_valid(evidence)),
    PRIMARY KEY (turn_id, entity_id)
) STRICT;

CREATE TABLE name_candidates (
    name TEXT PRIMARY KEY,
    documents INTEGER NOT NULL CHECK (documents >= 1),
    mentions INTEGER NOT NULL CHECK (mentions >= documents),
    turn_id TEXT NOT NULL REFERENCES turns (id),
    quote TEXT NOT NULL,
    start_char INTEGER NOT NULL CHECK (start_char >= 0),
    end_char INTEGER NOT NULL CHECK (end_char > start_char)
) STRICT;

CREATE TABLE problems (
    id TEXT PRIMARY KEY,
    document_id TEXT REFERENCES documents (id),
    source_path TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('extract', 'transform', 'load')),
    severity TEXT NOT NULL CHECK (severity IN ('error', 'warning')),
    message TEXT NOT NULL,
    start_char INTEGER,
    end_char INTEGER
) STRICT;

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    started TEXT NOT NULL,
    finished TEXT NOT NULL,
    version TEXT NOT NULL,
    vocabulary_sha256 TEXT NOT NULL,
    sources TEXT NOT NULL CHECK (json_valid(sources)),
    documents INTEGER NOT NULL,
    problems INTEGER NOT NULL
) STRICT;
