"""Words that SQLite, DuckDB or PostgreSQL reserve: a table or column of such a name must be quoted in queries.

`tests/test_keywords.py` compares the list with what the three say of themselves.
"""

WORDS = """
    add all alter analyse analyze and anti any array as asc asof asymmetric at authorization autoincrement between
    bigint binary bit boolean both by case cast char character check coalesce collate collation column columns commit
    concurrently constraint create cross current_catalog current_date current_role current_schema current_time
    current_timestamp current_user dec decimal default deferrable delete desc describe distinct do drop else end escape
    except exists extract false fetch float for foreign freeze from full generated glob grant greatest group grouping
    grouping_id having if ilike in index initially inner inout insert int integer intersect interval into is isnull join
    json json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize
    json_table json_value lambda lateral leading least left like limit localtime localtimestamp map merge_action
    national natural nchar none normalize not nothing notnull null nullif numeric offset on only or order out outer
    overlaps overlay pivot pivot_longer pivot_wider placing position positional precision primary qualify raise real
    references returning right row select semi session_user set setof show similar smallint some struct substring
    summarize symmetric system_user table tablesample then time timestamp to trailing transaction treat trim true
    try_cast tuple union unique unpack unpivot update user using values varchar variadic verbose when where window with
    xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
"""
RESERVED = frozenset(WORDS.split())
