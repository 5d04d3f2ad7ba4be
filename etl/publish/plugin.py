"""The Datasette plugin: what this project's site does beyond stock Datasette."""
