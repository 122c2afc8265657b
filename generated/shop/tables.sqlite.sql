-- Made by factbook from catalogue/shop.
-- Do not edit: change the catalogue, then run `factbook generate`.

-- billing.InvoiceList
CREATE TABLE "billing__invoice_list" (
    -- What each order costs and whether it is paid.
    "order_id" TEXT NOT NULL, -- Names one order, its invoice and its parcel.
    "customer_id" TEXT NOT NULL, -- Names one customer.
    "status" TEXT NOT NULL CHECK ("status" IN ('calculated', 'questioned', 'due', 'failed', 'void', 'paid', 'refund_due', 'refunded', 'refund_failed')), -- How far the money for an order has come.
    "total" TEXT NOT NULL, -- An amount in euro, VAT included.
    "attempts" INTEGER NOT NULL, -- The last attempt that is known of.
    "reminder_failed" INTEGER NOT NULL CHECK ("reminder_failed" IN (0, 1)), -- Whether the last reminder did not go out.
    "provider_reference" TEXT, -- How the payment provider calls the last attempt.
    PRIMARY KEY ("order_id")
) STRICT;
CREATE INDEX "billing__invoice_list#1" ON "billing__invoice_list" ("customer_id");
CREATE INDEX "billing__invoice_list#2" ON "billing__invoice_list" ("status");

-- billing.DailySales
CREATE TABLE "billing__daily_sales" (
    -- What came in and what went back on each day (UTC).
    "day" TEXT NOT NULL, -- The day on which the money arrived or was paid back.
    "payments" INTEGER NOT NULL, -- How many orders were paid.
    "received" TEXT NOT NULL, -- A sum of amounts in euro.
    "refunds" INTEGER NOT NULL, -- How many orders were paid back.
    "refunded" TEXT NOT NULL, -- A sum of amounts in euro.
    PRIMARY KEY ("day")
) STRICT;

-- cart.CartContents
CREATE TABLE "cart__cart_contents" (
    -- What lies in each cart and what it costs. A cart that was checked out is no longer shown.
    "cart_id" TEXT NOT NULL, -- Names one cart.
    "customer_id" TEXT NOT NULL, -- Names one customer.
    "lines" TEXT NOT NULL, -- What a cart holds, in the order in which it was first put in. One line for each item, perhaps none.
    "discount_percent" INTEGER NOT NULL, -- A discount, in percent of what the goods cost.
    "goods" TEXT NOT NULL, -- An amount in euro, VAT included.
    "discount" TEXT NOT NULL, -- An amount in euro, VAT included.
    "total" TEXT NOT NULL, -- An amount in euro, VAT included.
    PRIMARY KEY ("cart_id")
) STRICT;
CREATE INDEX "cart__cart_contents#1" ON "cart__cart_contents" ("customer_id");

-- customers.CustomerDirectory
CREATE TABLE "customers__customer_directory" (
    -- All customers and how to reach them now.
    "customer_id" TEXT NOT NULL, -- Names one customer.
    "name" TEXT NOT NULL, -- The name on letters and parcels.
    "email" TEXT NOT NULL, -- An e-mail address. Compared letter by letter; the web shop hands it in in lower case.
    "blocked" INTEGER NOT NULL CHECK ("blocked" IN (0, 1)),
    "registered_at" TEXT NOT NULL,
    "address" TEXT, -- The entry in force. Missing until the customer gives one.
    "entry_id" TEXT, -- The name of that entry, for corrections.
    PRIMARY KEY ("customer_id")
) STRICT;
CREATE INDEX "customers__customer_directory#1" ON "customers__customer_directory" ("email");
CREATE INDEX "customers__customer_directory#2" ON "customers__customer_directory" ("blocked");

-- intake.IntakeLog
CREATE TABLE "intake__intake_log" (
    -- What came in from outside and what became of it.
    "intake_id" TEXT NOT NULL, -- Names one piece of raw data.
    "source" TEXT NOT NULL, -- Who sent it, such as a marketplace, a web form or the supplier.
    "applies" TEXT NOT NULL,
    "received_at" TEXT NOT NULL,
    "status" TEXT NOT NULL CHECK ("status" IN ('received', 'translated', 'refused')), -- What became of a piece of raw data.
    "reason" TEXT CHECK ("reason" IN ('unknown_kind', 'missing_field', 'wrong_value')), -- Why it was refused.
    "at" TEXT, -- What in it was wrong.
    PRIMARY KEY ("intake_id")
) STRICT;
CREATE INDEX "intake__intake_log#1" ON "intake__intake_log" ("status");
CREATE INDEX "intake__intake_log#2" ON "intake__intake_log" ("source");

-- ordering.OrderSummary
CREATE TABLE "ordering__order_summary" (
    -- Every order and how far it has come.
    "order_id" TEXT NOT NULL, -- Names one order, its invoice and its parcel.
    "customer_id" TEXT NOT NULL, -- Names one customer.
    "status" TEXT NOT NULL CHECK ("status" IN ('placed', 'back_ordered', 'confirmed', 'paid', 'shipped', 'delivered', 'returned', 'completed', 'cancelled')), -- How far an order has come, as its customer sees it.
    "lines" TEXT NOT NULL, -- What is bought. One line for each item.
    "total" TEXT NOT NULL, -- An amount in euro, VAT included.
    "notice_failed" INTEGER NOT NULL CHECK ("notice_failed" IN (0, 1)), -- Whether the last mail about a line that waits did not go out.
    "placed_at" TEXT NOT NULL,
    "source" TEXT, -- Who sent it, such as a marketplace, a web form or the supplier.
    "tracking_number" TEXT, -- Where to look for the parcel.
    PRIMARY KEY ("order_id")
) STRICT;
CREATE INDEX "ordering__order_summary#1" ON "ordering__order_summary" ("customer_id");
CREATE INDEX "ordering__order_summary#2" ON "ordering__order_summary" ("status", "placed_at");

-- shipping.ParcelList
CREATE TABLE "shipping__parcel_list" (
    -- Where every parcel is, and whether the customer knows.
    "order_id" TEXT NOT NULL, -- Names one order, its invoice and its parcel.
    "customer_id" TEXT NOT NULL, -- Names one customer.
    "status" TEXT NOT NULL CHECK ("status" IN ('prepared', 'dispatched', 'delivered', 'returned')), -- Where a parcel is.
    "items" TEXT NOT NULL, -- What a parcel holds.
    "ship_to" TEXT NOT NULL, -- Where parcels go.
    "mail_failed" INTEGER NOT NULL CHECK ("mail_failed" IN (0, 1)), -- Whether the last mail did not go out.
    "carrier" TEXT CHECK ("carrier" IN ('post', 'courier', 'bicycle')), -- Who carries a parcel.
    "tracking_number" TEXT, -- The number under which the carrier knows a parcel.
    "told" TEXT CHECK ("told" IN ('dispatched', 'delivered', 'returned')), -- What the customer was told last.
    PRIMARY KEY ("order_id")
) STRICT;
CREATE INDEX "shipping__parcel_list#1" ON "shipping__parcel_list" ("customer_id");
CREATE INDEX "shipping__parcel_list#2" ON "shipping__parcel_list" ("status");

-- stock.StockLevel
CREATE TABLE "stock__stock_level" (
    -- How many pieces of each item there are, are promised, are free and are waited for.
    "sku" TEXT NOT NULL, -- Names one item, as it stands on the shelf.
    "on_hand" INTEGER NOT NULL, -- Pieces on the shelf, the reserved ones among them.
    "reserved" INTEGER NOT NULL, -- Pieces promised to orders.
    "free" INTEGER NOT NULL, -- On hand minus reserved.
    "waiting" INTEGER NOT NULL, -- Pieces that orders wait for.
    "counted_at" TEXT, -- When somebody last counted. Missing if nobody ever did.
    PRIMARY KEY ("sku")
) STRICT;
CREATE INDEX "stock__stock_level#1" ON "stock__stock_level" ("free");
CREATE INDEX "stock__stock_level#2" ON "stock__stock_level" ("waiting");
