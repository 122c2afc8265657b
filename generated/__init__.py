# Made by factbook from catalogue.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Everything that is generated from the catalogue."""
