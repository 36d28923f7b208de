"""The maintainers' side of the data package: recipes in, `data/*.csv` and `datapackage.json` out.

`layout` says where things lie, `recipes` reads the facts `data/recipes/<table>.yml` and the code
beside them, `cells` turns a frame into CSV cells, `schema` refuses rows that break their schema
(`judge` imports frictionless), `usage` finds which notebooks load which table, `licences` and
`descriptor` write `datapackage.json`, `diff` compares two versions of a table, `fetch` downloads
publishers' files, `files` writes, `build` and `check` do the work behind `commands`, the
subcommands of `foursteps data`. Readers' code needs none of this: they call `foursteps.load`.
"""
