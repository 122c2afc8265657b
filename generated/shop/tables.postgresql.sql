-- Made by factbook from catalogue/shop.
-- Do not edit: change the catalogue, then run `factbook generate`.

CREATE SCHEMA IF NOT EXISTS "views";

-- billing.InvoiceList
CREATE TABLE "views"."billing__invoice_list" (
    -- What each order costs and whether it is paid.
    "order_id" uuid NOT NULL, -- Names one order, its invoice and its parcel.
    "customer_id" uuid NOT NULL, -- Names one customer.
    "status" text COLLATE "C" NOT NULL CHECK ("status" IN ('calculated', 'questioned', 'due', 'failed', 'void', 'paid', 'refund_due', 'refunded', 'refund_failed')), -- How far the money for an order has come.
    "total" numeric(12, 2) NOT NULL, -- An amount in euro, VAT included.
    "attempts" bigint NOT NULL, -- The last attempt that is known of.
    "reminder_failed" boolean NOT NULL, -- Whether the last reminder did not go out.
    "provider_reference" text COLLATE "C", -- How the payment provider calls the last attempt.
    PRIMARY KEY ("order_id")
);
CREATE INDEX "billing__invoice_list#1" ON "views"."billing__invoice_list" ("customer_id");
CREATE INDEX "billing__invoice_list#2" ON "views"."billing__invoice_list" ("status");
COMMENT ON TABLE "views"."billing__invoice_list" IS 'What each order costs and whether it is paid.';
COMMENT ON COLUMN "views"."billing__invoice_list"."order_id" IS 'Names one order, its invoice and its parcel.';
COMMENT ON COLUMN "views"."billing__invoice_list"."customer_id" IS 'Names one customer.';
COMMENT ON COLUMN "views"."billing__invoice_list"."status" IS 'How far the money for an order has come.';
COMMENT ON COLUMN "views"."billing__invoice_list"."total" IS 'An amount in euro, VAT included.';
COMMENT ON COLUMN "views"."billing__invoice_list"."attempts" IS 'The last attempt that is known of.';
COMMENT ON COLUMN "views"."billing__invoice_list"."reminder_failed" IS 'Whether the last reminder did not go out.';
COMMENT ON COLUMN "views"."billing__invoice_list"."provider_reference" IS 'How the payment provider calls the last attempt.';

-- billing.DailySales
CREATE TABLE "views"."billing__daily_sales" (
    -- What came in and what went back on each day (UTC).
    "day" date NOT NULL, -- The day on which the money arrived or was paid back.
    "payments" bigint NOT NULL, -- How many orders were paid.
    "received" numeric(18, 2) NOT NULL, -- A sum of amounts in euro.
    "refunds" bigint NOT NULL, -- How many orders were paid back.
    "refunded" numeric(18, 2) NOT NULL, -- A sum of amounts in euro.
    PRIMARY KEY ("day")
);
COMMENT ON TABLE "views"."billing__daily_sales" IS 'What came in and what went back on each day (UTC).';
COMMENT ON COLUMN "views"."billing__daily_sales"."day" IS 'The day on which the money arrived or was paid back.';
COMMENT ON COLUMN "views"."billing__daily_sales"."payments" IS 'How many orders were paid.';
COMMENT ON COLUMN "views"."billing__daily_sales"."received" IS 'A sum of amounts in euro.';
COMMENT ON COLUMN "views"."billing__daily_sales"."refunds" IS 'How many orders were paid back.';
COMMENT ON COLUMN "views"."billing__daily_sales"."refunded" IS 'A sum of amounts in euro.';

-- cart.CartContents
CREATE TABLE "views"."cart__cart_contents" (
    -- What lies in each cart and what it costs. A cart that was checked out is no longer shown.
    "cart_id" uuid NOT NULL, -- Names one cart.
    "customer_id" uuid NOT NULL, -- Names one customer.
    "lines" json NOT NULL, -- What a cart holds, in the order in which it was first put in. One line for each item, perhaps none.
    "discount_percent" bigint NOT NULL, -- A discount, in percent of what the goods cost.
    "goods" numeric(12, 2) NOT NULL, -- An amount in euro, VAT included.
    "discount" numeric(12, 2) NOT NULL, -- An amount in euro, VAT included.
    "total" numeric(12, 2) NOT NULL, -- An amount in euro, VAT included.
    PRIMARY KEY ("cart_id")
);
CREATE INDEX "cart__cart_contents#1" ON "views"."cart__cart_contents" ("customer_id");
COMMENT ON TABLE "views"."cart__cart_contents" IS 'What lies in each cart and what it costs. A cart that was checked out is no longer shown.';
COMMENT ON COLUMN "views"."cart__cart_contents"."cart_id" IS 'Names one cart.';
COMMENT ON COLUMN "views"."cart__cart_contents"."customer_id" IS 'Names one customer.';
COMMENT ON COLUMN "views"."cart__cart_contents"."lines" IS 'What a cart holds, in the order in which it was first put in. One line for each item, perhaps none.';
COMMENT ON COLUMN "views"."cart__cart_contents"."discount_percent" IS 'A discount, in percent of what the goods cost.';
COMMENT ON COLUMN "views"."cart__cart_contents"."goods" IS 'An amount in euro, VAT included.';
COMMENT ON COLUMN "views"."cart__cart_contents"."discount" IS 'An amount in euro, VAT included.';
COMMENT ON COLUMN "views"."cart__cart_contents"."total" IS 'An amount in euro, VAT included.';

-- customers.CustomerDirectory
CREATE TABLE "views"."customers__customer_directory" (
    -- All customers and how to reach them now.
    "customer_id" uuid NOT NULL, -- Names one customer.
    "name" text COLLATE "C" NOT NULL, -- The name on letters and parcels.
    "email" text COLLATE "C" NOT NULL, -- An e-mail address. Compared letter by letter; the web shop hands it in in lower case.
    "blocked" boolean NOT NULL,
    "registered_at" timestamp with time zone NOT NULL,
    "address" json, -- The entry in force. Missing until the customer gives one.
    "entry_id" uuid, -- The name of that entry, for corrections.
    PRIMARY KEY ("customer_id")
);
CREATE INDEX "customers__customer_directory#1" ON "views"."customers__customer_directory" ("email");
CREATE INDEX "customers__customer_directory#2" ON "views"."customers__customer_directory" ("blocked");
COMMENT ON TABLE "views"."customers__customer_directory" IS 'All customers and how to reach them now.';
COMMENT ON COLUMN "views"."customers__customer_directory"."customer_id" IS 'Names one customer.';
COMMENT ON COLUMN "views"."customers__customer_directory"."name" IS 'The name on letters and parcels.';
COMMENT ON COLUMN "views"."customers__customer_directory"."email" IS 'An e-mail address. Compared letter by letter; the web shop hands it in in lower case.';
COMMENT ON COLUMN "views"."customers__customer_directory"."address" IS 'The entry in force. Missing until the customer gives one.';
COMMENT ON COLUMN "views"."customers__customer_directory"."entry_id" IS 'The name of that entry, for corrections.';

-- intake.IntakeLog
CREATE TABLE "views"."intake__intake_log" (
    -- What came in from outside and what became of it.
    "intake_id" uuid NOT NULL, -- Names one piece of raw data.
    "source" text COLLATE "C" NOT NULL, -- Who sent it, such as a marketplace, a web form or the supplier.
    "applies" timestamp with time zone NOT NULL,
    "received_at" timestamp with time zone NOT NULL,
    "status" text COLLATE "C" NOT NULL CHECK ("status" IN ('received', 'translated', 'refused')), -- What became of a piece of raw data.
    "reason" text COLLATE "C" CHECK ("reason" IN ('unknown_kind', 'missing_field', 'wrong_value')), -- Why it was refused.
    "at" text COLLATE "C", -- What in it was wrong.
    PRIMARY KEY ("intake_id")
);
CREATE INDEX "intake__intake_log#1" ON "views"."intake__intake_log" ("status");
CREATE INDEX "intake__intake_log#2" ON "views"."intake__intake_log" ("source");
COMMENT ON TABLE "views"."intake__intake_log" IS 'What came in from outside and what became of it.';
COMMENT ON COLUMN "views"."intake__intake_log"."intake_id" IS 'Names one piece of raw data.';
COMMENT ON COLUMN "views"."intake__intake_log"."source" IS 'Who sent it, such as a marketplace, a web form or the supplier.';
COMMENT ON COLUMN "views"."intake__intake_log"."status" IS 'What became of a piece of raw data.';
COMMENT ON COLUMN "views"."intake__intake_log"."reason" IS 'Why it was refused.';
COMMENT ON COLUMN "views"."intake__intake_log"."at" IS 'What in it was wrong.';

-- ordering.OrderSummary
CREATE TABLE "views"."ordering__order_summary" (
    -- Every order and how far it has come.
    "order_id" uuid NOT NULL, -- Names one order, its invoice and its parcel.
    "customer_id" uuid NOT NULL, -- Names one customer.
    "status" text COLLATE "C" NOT NULL CHECK ("status" IN ('placed', 'back_ordered', 'confirmed', 'paid', 'shipped', 'delivered', 'returned', 'completed', 'cancelled')), -- How far an order has come, as its customer sees it.
    "lines" json NOT NULL, -- What is bought. One line for each item.
    "total" numeric(12, 2) NOT NULL, -- An amount in euro, VAT included.
    "notice_failed" boolean NOT NULL, -- Whether the last mail about a line that waits did not go out.
    "placed_at" timestamp with time zone NOT NULL,
    "source" text COLLATE "C", -- Who sent it, such as a marketplace, a web form or the supplier.
    "tracking_number" text COLLATE "C", -- Where to look for the parcel.
    PRIMARY KEY ("order_id")
);
CREATE INDEX "ordering__order_summary#1" ON "views"."ordering__order_summary" ("customer_id");
CREATE INDEX "ordering__order_summary#2" ON "views"."ordering__order_summary" ("status", "placed_at");
COMMENT ON TABLE "views"."ordering__order_summary" IS 'Every order and how far it has come.';
COMMENT ON COLUMN "views"."ordering__order_summary"."order_id" IS 'Names one order, its invoice and its parcel.';
COMMENT ON COLUMN "views"."ordering__order_summary"."customer_id" IS 'Names one customer.';
COMMENT ON COLUMN "views"."ordering__order_summary"."status" IS 'How far an order has come, as its customer sees it.';
COMMENT ON COLUMN "views"."ordering__order_summary"."lines" IS 'What is bought. One line for each item.';
COMMENT ON COLUMN "views"."ordering__order_summary"."total" IS 'An amount in euro, VAT included.';
COMMENT ON COLUMN "views"."ordering__order_summary"."notice_failed" IS 'Whether the last mail about a line that waits did not go out.';
COMMENT ON COLUMN "views"."ordering__order_summary"."source" IS 'Who sent it, such as a marketplace, a web form or the supplier.';
COMMENT ON COLUMN "views"."ordering__order_summary"."tracking_number" IS 'Where to look for the parcel.';

-- shipping.ParcelList
CREATE TABLE "views"."shipping__parcel_list" (
    -- Where every parcel is, and whether the customer knows.
    "order_id" uuid NOT NULL, -- Names one order, its invoice and its parcel.
    "customer_id" uuid NOT NULL, -- Names one customer.
    "status" text COLLATE "C" NOT NULL CHECK ("status" IN ('prepared', 'dispatched', 'delivered', 'returned')), -- Where a parcel is.
    "items" json NOT NULL, -- What a parcel holds.
    "ship_to" json NOT NULL, -- Where parcels go.
    "mail_failed" boolean NOT NULL, -- Whether the last mail did not go out.
    "carrier" text COLLATE "C" CHECK ("carrier" IN ('post', 'courier', 'bicycle')), -- Who carries a parcel.
    "tracking_number" text COLLATE "C", -- The number under which the carrier knows a parcel.
    "told" text COLLATE "C" CHECK ("told" IN ('dispatched', 'delivered', 'returned')), -- What the customer was told last.
    PRIMARY KEY ("order_id")
);
CREATE INDEX "shipping__parcel_list#1" ON "views"."shipping__parcel_list" ("customer_id");
CREATE INDEX "shipping__parcel_list#2" ON "views"."shipping__parcel_list" ("status");
COMMENT ON TABLE "views"."shipping__parcel_list" IS 'Where every parcel is, and whether the customer knows.';
COMMENT ON COLUMN "views"."shipping__parcel_list"."order_id" IS 'Names one order, its invoice and its parcel.';
COMMENT ON COLUMN "views"."shipping__parcel_list"."customer_id" IS 'Names one customer.';
COMMENT ON COLUMN "views"."shipping__parcel_list"."status" IS 'Where a parcel is.';
COMMENT ON COLUMN "views"."shipping__parcel_list"."items" IS 'What a parcel holds.';
COMMENT ON COLUMN "views"."shipping__parcel_list"."ship_to" IS 'Where parcels go.';
COMMENT ON COLUMN "views"."shipping__parcel_list"."mail_failed" IS 'Whether the last mail did not go out.';
COMMENT ON COLUMN "views"."shipping__parcel_list"."carrier" IS 'Who carries a parcel.';
COMMENT ON COLUMN "views"."shipping__parcel_list"."tracking_number" IS 'The number under which the carrier knows a parcel.';
COMMENT ON COLUMN "views"."shipping__parcel_list"."told" IS 'What the customer was told last.';

-- stock.StockLevel
CREATE TABLE "views"."stock__stock_level" (
    -- How many pieces of each item there are, are promised, are free and are waited for.
    "sku" text COLLATE "C" NOT NULL, -- Names one item, as it stands on the shelf.
    "on_hand" bigint NOT NULL, -- Pieces on the shelf, the reserved ones among them.
    "reserved" bigint NOT NULL, -- Pieces promised to orders.
    "free" bigint NOT NULL, -- On hand minus reserved.
    "waiting" bigint NOT NULL, -- Pieces that orders wait for.
    "counted_at" timestamp with time zone, -- When somebody last counted. Missing if nobody ever did.
    PRIMARY KEY ("sku")
);
CREATE INDEX "stock__stock_level#1" ON "views"."stock__stock_level" ("free");
CREATE INDEX "stock__stock_level#2" ON "views"."stock__stock_level" ("waiting");
COMMENT ON TABLE "views"."stock__stock_level" IS 'How many pieces of each item there are, are promised, are free and are waited for.';
COMMENT ON COLUMN "views"."stock__stock_level"."sku" IS 'Names one item, as it stands on the shelf.';
COMMENT ON COLUMN "views"."stock__stock_level"."on_hand" IS 'Pieces on the shelf, the reserved ones among them.';
COMMENT ON COLUMN "views"."stock__stock_level"."reserved" IS 'Pieces promised to orders.';
COMMENT ON COLUMN "views"."stock__stock_level"."free" IS 'On hand minus reserved.';
COMMENT ON COLUMN "views"."stock__stock_level"."waiting" IS 'Pieces that orders wait for.';
COMMENT ON COLUMN "views"."stock__stock_level"."counted_at" IS 'When somebody last counted. Missing if nobody ever did.';
