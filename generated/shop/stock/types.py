# Made by factbook from catalogue/shop/stock.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Types of Stock: Knows how many of each item lie on the shelf, for which orders they are reserved, and which orders
wait for more. Never promises what is not there: no item has fewer pieces on the shelf than are reserved.
"""

from __future__ import annotations

from typing import Annotated

from factbook.constraints import between

Count = Annotated[int, between(0, 100000)]
"""How many pieces of an item there are."""
