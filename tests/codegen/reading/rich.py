"""A system that uses every part of the language, and in which nothing is wrong: what mutations start from."""

from __future__ import annotations

from typing import Final

RICH: Final = {
    "system": """\
system: shop
title: The shop
summary: Sells mugs.
roles: {clerk: Sells., auditor: {summary: Looks at everything.}}
flags: {cautious: {summary: Checks twice., default: off}}
types:
  Money:
    record: {amount: {type: decimal, digits: 12, places: 2, min: 0}, currency: Currency}
    example: {amount: '9.90'}
  Currency: {enum: {EUR: Euro, USD: Dollar}}
stories:
  From cart to doorstep:
    - customer: {PlaceOrder: {order_id: o1, lines: [{sku: MUG-0001}]}}
    - recorded: [OrderPlaced]
    - flag: {cautious: on}
    - clerk: {billing.PayOrder: {order_id: o1}}
    - see: {OrderSummary: {order_id: o1, status: paid}}
    - wait: 48h
    - clerk: {PayOrder: {order_id: o1}, refused: OrderAlreadyPaid}
    - see: {OrderSummary: {order_id: o2}, absent: true}
""",
    "customers": """\
context: customers
types:
  CustomerId: {type: uuid, tag: customer}
  Email: {type: text, format: email, personal: customer_id}
  Address: {record: {lines: {type: 'list[text]', min: 1, max: 5}, zip: {type: text, pattern: '[0-9]{5}'}}}
events:
  CustomerRegistered:
    fields: {customer_id: CustomerId, email: Email, address: Address, since: date}
    public: true
commands:
  Register:
    by: [clerk]
    fields:
      customer_id: {type: CustomerId, default: new}
      email: Email
      address: Address
      since: {type: date, default: now}
    reads: {CustomerRegistered: customer_id}
    records: [CustomerRegistered]
    rejects: {AlreadyRegistered: The customer is known.}
""",
    "ordering": """\
context: ordering
title: Ordering
owner: checkout
allow: {FB305: Numbers are given out one after the other.}
roles: {customer: Buys things.}
types:
  OrderId: {type: uuid, tag: order, example: o1}
  Sku: {type: text, pattern: '[A-Z]{3}-\\d{4}', tag: sku, example: MUG-0001}
  Quantity: {type: int, min: 1, max: 999, example: 2}
  Line: {record: {sku: Sku, quantity: Quantity, price: Money, parent: Line?, notes: 'map[text, text]'}}
  Card: {record: {number: {type: text, min: 4, max: 19}}}
  Transfer: {record: {iban: text, due: duration}}
  Payment: {union: [Card, Transfer]}
  OrderStatus: {enum: [placed, paid]}
events:
  OrderPlaced:
    summary: The customer confirmed the order.
    fields:
      order_id: OrderId
      customer_id: customers.CustomerId
      lines: {type: 'list[Line]', min: 1}
      total: Money
      note: text?
      placed_at: datetime
      weight: {type: float, min: 0}
      raw: json
      picture: {type: bytes, max: 100}
      gift: bool
    version: 3
    changes:
      2: {add: {note: null, gift: false}}
      3: {rename: {sum: total}, remove: {old: int}, convert: {placed_at: to_time}, add: {weight: {by: guess_weight}}}
    tags: [order_id, lines.sku]
    public: true
commands:
  PlaceOrder:
    summary: Turns a cart into an order.
    by: [customer]
    fields:
      order_id: {type: OrderId, default: new}
      customer_id: customers.CustomerId
      lines: {type: 'list[Line]', min: 1}
      urgent: {type: bool, default: false, summary: Whether it is urgent.}
      placed_at: {type: datetime, default: now}
    reads:
      OrderPlaced: order_id
      customers.CustomerRegistered: customer_id
      any: lines.sku
    tolerates: [customers.CustomerRegistered]
    records: [OrderPlaced]
    rejects:
      OrderAlreadyPlaced: An order with this number exists.
      OutOfStock: {summary: Not enough., fields: {sku: Sku, left: int}}
    once: true
views:
  OrderSummary:
    summary: One row an order.
    key: order_id
    from: {OrderPlaced: order_id, billing.OrderPaid: computed}
    fields: {order_id: OrderId, customer_id: customers.CustomerId?, status: OrderStatus, total: Money, at: datetime}
    index: [customer_id, [status, at]]
    visible_to: {customer: {own: customer_id}, clerk: all, auditor: all}
  Sold:
    key: [sku, order_id]
    from: {OrderPlaced: [lines.sku, order_id]}
    fields: {sku: Sku, order_id: OrderId, count: {type: int, min: 0}}
queries:
  OrdersOfCustomer: {view: OrderSummary, where: [customer_id], order: [-at, status], limit: 100}
scenarios:
  PlaceOrder:
    an order is placed:
      when: {PlaceOrder: {order_id: o1, lines: [{sku: MUG-0002}]}}
      then: [{OrderPlaced: {order_id: o1, lines: [{sku: MUG-0002, notes: {gift: yes}}]}}]
    an order is placed once:
      given: [{OrderPlaced: {order_id: o1, total: {amount: '9.90'}}}]
      when: {PlaceOrder: {order_id: o1}}
      then: OrderAlreadyPlaced
    nothing is left: {when: PlaceOrder, then: {OutOfStock: {left: 0}}}
  OrderSummary:
    a placed order: {given: [OrderPlaced], then: [{status: placed}]}
stories:
  Placing:
    - customer: PlaceOrder
""",
    "billing": """\
context: billing
types:
  InvoiceNumber: {type: text, pattern: 'R\\d{1,6}', tag: invoice}
events:
  OrderPaid: {fields: {order_id: ordering.OrderId, payment: ordering.Payment, invoice: InvoiceNumber}, public: true}
  ReceiptSent: {fields: {order_id: ordering.OrderId}}
  ReceiptFailed: {fields: {order_id: ordering.OrderId, reason: {type: text, max: 200}}, public: true}
commands:
  PayOrder:
    by: [clerk]
    fields: {order_id: ordering.OrderId, payment: ordering.Payment, invoice: InvoiceNumber}
    tolerates: [OrderPaid]
    records: [OrderPaid]
    rejects: {OrderAlreadyPaid: It was paid before.}
  RefuseOrder:
    fields: {order_id: ordering.OrderId}
    records: [OrderPaid]
    rejects: {OrderAlreadyPaid: }
deciders:
  Payment:
    summary: Follows the money.
    key: order_id
    commands: [PayOrder, RefuseOrder]
    reads: {ordering.OrderPlaced: order_id}
policies:
  SendReceipt: {when: OrderPaid, issues: [Mail], flag: cautious, reads: {ReceiptSent: order_id}}
  RefuseWhenLate:
    when: [ordering.OrderPlaced, ReceiptFailed]
    after: 2d
    issues: [RefuseOrder]
    allow: {FB402: It ends.}
effects:
  Mail:
    summary: Sends a mail.
    fields: {order_id: ordering.OrderId, text: {type: text, default: Hello}}
    records: [ReceiptSent, ReceiptFailed]
scenarios:
  PayOrder:
    an order is paid:
      given: [ordering.OrderPlaced]
      when: PayOrder
      then: [{OrderPaid: {payment: {Card: {number: '4111'}}}}]
    twice: {given: [OrderPaid], when: PayOrder, then: {OrderAlreadyPaid: {}}}
  Payment:
    too late: {when: {RefuseOrder: {}}, then: [OrderPaid]}
  SendReceipt:
    a receipt: {given: [], when: {OrderPaid: {order_id: o1}}, then: [{Mail: {order_id: o1}}]}
""",
}
"""Its files by name."""
