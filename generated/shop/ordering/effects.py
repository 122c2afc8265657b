# Made by factbook from catalogue/shop/ordering.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Effects of Ordering: Takes orders, follows their lines until all goods are reserved, and closes them when the
customer has kept the goods.
"""

from __future__ import annotations

from factbook.constraints import constrained
from factbook.messages import define

from ..customers.types import (
    CustomerId,
    Email,
)
from ..types import (
    OrderId,
    Quantity,
    Sku,
)


@constrained
@define(frozen=True, slots=True)
class SendBackOrderNotice:
    """Mails the customer that a line waits, and how to change or cancel the order."""

    order_id: OrderId
    customer_id: CustomerId
    email: Email
    sku: Sku
    quantity: Quantity
