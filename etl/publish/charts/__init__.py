"""Charts drawn on the server as SVG, from the rows that the page shows as a table: no script, no style, no request to another host.

A drawing is a function from records to markup; colours, weights and dashes are the style sheet's. Each mark links to its row and says in
words what it shows.
"""
