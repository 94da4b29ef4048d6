-- Money is counted in minor units of its currency (francs, cents), moments in milliseconds since 1970.

CREATE TABLE IF NOT EXISTS meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS merchants (
    row                 INTEGER PRIMARY KEY,
    id                  TEXT NOT NULL UNIQUE,
    environment         TEXT NOT NULL CHECK (environment IN ('test', 'production')),
    dgs_api_key         TEXT NOT NULL UNIQUE,
    dgs_account_number  TEXT NOT NULL,
    dgs_encryption_key  TEXT NOT NULL,
    dgs_webhook_secret  TEXT NOT NULL,
    roho_test_key       TEXT NOT NULL UNIQUE,
    roho_live_key       TEXT NOT NULL UNIQUE,
    roho_webhook_secret TEXT NOT NULL,
    webhook_url         TEXT,
    approve_after       INTEGER NOT NULL,
    settle_after        INTEGER NOT NULL,
    payout_after        INTEGER NOT NULL,
    convert_after       INTEGER NOT NULL,
    -- From where the account may be used; with spaces between them. Without a list, from everywhere.
    allowed_ips         TEXT,
    -- Names, with spaces between them.
    switches            TEXT NOT NULL,
    roho_provider       TEXT NOT NULL CHECK (roho_provider IN ('relworx', 'iotec')),
    roho_commission     TEXT NOT NULL,
    roho_payout_commission TEXT NOT NULL,
    -- The environments whose keys are revoked, with spaces between them.
    roho_revoked        TEXT NOT NULL,
    -- Where its webhooks go, if not to webhook_url.
    roho_webhook_url    TEXT,
    -- How much has been booked for it: the next booking's names are drawn from this number.
    bookings            INTEGER NOT NULL DEFAULT 0,
    -- How many of them are payments and payouts.
    transactions        INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Merchant 0 is the sandbox itself. Its 'world' accounts stand for everybody's money outside; they alone may go below
-- zero, so that all balances of a currency always add up to nothing.
CREATE TABLE IF NOT EXISTS accounts (
    row      INTEGER PRIMARY KEY,
    merchant INTEGER NOT NULL,
    -- Which of a merchant's wallets it belongs to: services and environments do not mix. The sandbox's own have none.
    wallet   TEXT NOT NULL CHECK (wallet IN ('', 'dgs', 'roho_test', 'roho_live')),
    role     TEXT NOT NULL CHECK (role IN ('world', 'fees', 'transit', 'pending', 'available')),
    currency TEXT NOT NULL,
    balance  INTEGER NOT NULL DEFAULT 0 CHECK (balance >= 0 OR role = 'world'),
    UNIQUE (merchant, wallet, role, currency)
) STRICT;

-- One row is one entry with two equal legs: what leaves the debited account is what reaches the credited one.
CREATE TABLE IF NOT EXISTS entries (
    row       INTEGER PRIMARY KEY,
    kind      TEXT NOT NULL,
    -- Of the payment, payout, conversion or movement that it belongs to.
    reference TEXT,
    debit     INTEGER NOT NULL REFERENCES accounts (row),
    credit    INTEGER NOT NULL REFERENCES accounts (row) CHECK (credit <> debit),
    amount    INTEGER NOT NULL CHECK (amount > 0),
    at        INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS payments (
    row             INTEGER PRIMARY KEY,
    merchant        INTEGER NOT NULL REFERENCES merchants (row),
    -- Which of the merchant's bookings this is, and which of its transactions.
    number          INTEGER NOT NULL,
    place           INTEGER NOT NULL,
    id              TEXT NOT NULL UNIQUE,
    reference       TEXT NOT NULL UNIQUE,
    transaction_id  TEXT NOT NULL UNIQUE,
    flw_charge_id   TEXT NOT NULL UNIQUE,
    amount          INTEGER NOT NULL CHECK (amount > 0),
    currency        TEXT NOT NULL,
    fee             INTEGER NOT NULL DEFAULT 0 CHECK (fee >= 0 AND fee <= amount),
    status          TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'success', 'failed')),
    -- Nothing of a card is kept, not even its last digits.
    method          TEXT NOT NULL CHECK (method IN ('mobile_money', 'card')),
    network         TEXT CHECK ((network IS NOT NULL) = (method = 'mobile_money')),
    phone           TEXT CHECK ((phone IS NOT NULL) = (method = 'mobile_money')),
    email           TEXT,
    flow            TEXT NOT NULL,
    -- What the payer has to do next, while it is pending.
    step            TEXT,
    issuer          TEXT NOT NULL,
    decline         TEXT,
    narration       TEXT,
    redirect_url    TEXT,
    callback_url    TEXT,
    payment_link_id TEXT,
    created_at      INTEGER NOT NULL,
    approve_at      INTEGER,
    decided_at      INTEGER,
    settle_at       INTEGER,
    settled_at      INTEGER
) STRICT;

CREATE UNIQUE INDEX IF NOT EXISTS payments_in_order ON payments (merchant, place);
CREATE INDEX IF NOT EXISTS payments_by_status ON payments (merchant, status, place);
CREATE INDEX IF NOT EXISTS payments_open ON payments (row) WHERE status = 'pending';
CREATE INDEX IF NOT EXISTS payments_of_link ON payments (payment_link_id, status) WHERE payment_link_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS payments_unsettled ON payments (row) WHERE settle_at IS NOT NULL AND settled_at IS NULL;

-- A link with an amount is fixed, one without is flexible. Rows are never deleted: an archived link keeps its slug.
CREATE TABLE IF NOT EXISTS links (
    row             INTEGER PRIMARY KEY,
    merchant        INTEGER NOT NULL REFERENCES merchants (row),
    id              TEXT NOT NULL UNIQUE,
    slug            TEXT NOT NULL UNIQUE,
    title           TEXT NOT NULL,
    description     TEXT,
    currency        TEXT NOT NULL,
    amount          INTEGER CHECK (amount > 0),
    min_amount      INTEGER CHECK (min_amount > 0),
    max_amount      INTEGER CHECK (max_amount >= COALESCE(min_amount, 1)),
    payment_types   TEXT NOT NULL,
    redirect_url    TEXT,
    logo_url        TEXT,
    max_uses        INTEGER CHECK (max_uses > 0),
    expires_at      INTEGER,
    collect_phone   INTEGER NOT NULL,
    collect_name    INTEGER NOT NULL,
    collect_address INTEGER NOT NULL,
    metadata        TEXT,
    created_at      INTEGER NOT NULL,
    archived_at     INTEGER,
    CHECK (amount IS NULL OR (min_amount IS NULL AND max_amount IS NULL))
) STRICT;

-- What payers of links have said about themselves.
CREATE TABLE IF NOT EXISTS payers (
    payment INTEGER PRIMARY KEY REFERENCES payments (row),
    name    TEXT,
    phone   TEXT,
    address TEXT
) STRICT;

CREATE INDEX IF NOT EXISTS links_newest ON links (merchant, row);

-- While one is pending its money is in a 'transit' account of the sandbox: it has left the wallet and not arrived.
CREATE TABLE IF NOT EXISTS payouts (
    row             INTEGER PRIMARY KEY,
    merchant        INTEGER NOT NULL REFERENCES merchants (row),
    number          INTEGER NOT NULL,
    place           INTEGER NOT NULL,
    id              TEXT NOT NULL UNIQUE,
    reference       TEXT NOT NULL UNIQUE,
    transaction_id  TEXT NOT NULL UNIQUE,
    flw_transfer_id TEXT NOT NULL UNIQUE,
    proof           TEXT NOT NULL,
    amount          INTEGER NOT NULL CHECK (amount > 0),
    currency        TEXT NOT NULL,
    fee             INTEGER NOT NULL CHECK (fee >= 0 AND fee < amount),
    status          TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'success', 'failed')),
    destination     TEXT NOT NULL CHECK (destination IN ('bank', 'mobile_money')),
    account         TEXT NOT NULL,
    recipient       TEXT NOT NULL,
    narration       TEXT,
    callback_url    TEXT,
    -- Why it fails: known from the beginning if its scenario says so.
    fail_reason     TEXT,
    created_at      INTEGER NOT NULL,
    -- Without it nothing but the control API ends it.
    due_at          INTEGER,
    ended_at        INTEGER
) STRICT;

CREATE UNIQUE INDEX IF NOT EXISTS payouts_in_order ON payouts (merchant, place);
CREATE INDEX IF NOT EXISTS payouts_by_status ON payouts (merchant, status, place);
CREATE INDEX IF NOT EXISTS payouts_open ON payouts (row) WHERE status = 'pending';

CREATE TABLE IF NOT EXISTS conversions (
    row         INTEGER PRIMARY KEY,
    merchant    INTEGER NOT NULL REFERENCES merchants (row),
    reference   TEXT NOT NULL UNIQUE,
    amount      INTEGER NOT NULL CHECK (amount > 0),
    currency    TEXT NOT NULL,
    to_amount   INTEGER NOT NULL CHECK (to_amount > 0),
    to_currency TEXT NOT NULL CHECK (to_currency <> currency),
    rate        TEXT NOT NULL,
    status      TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'success', 'failed')),
    fail_reason TEXT,
    created_at  INTEGER NOT NULL,
    due_at      INTEGER,
    ended_at    INTEGER
) STRICT;

CREATE INDEX IF NOT EXISTS conversions_of_merchant ON conversions (merchant, row);
CREATE INDEX IF NOT EXISTS conversions_open ON conversions (row) WHERE status = 'pending';

-- What RohoPay moves: collections and disbursements. Nothing of a card is kept, not even a digest.
CREATE TABLE IF NOT EXISTS movements (
    row             INTEGER PRIMARY KEY,
    merchant        INTEGER NOT NULL REFERENCES merchants (row),
    -- That of the API key.
    environment     TEXT NOT NULL CHECK (environment IN ('test', 'production')),
    number          INTEGER NOT NULL,
    id              TEXT NOT NULL UNIQUE,
    reference       TEXT NOT NULL UNIQUE,
    direction       TEXT NOT NULL CHECK (direction IN ('collection', 'disbursement')),
    method          TEXT NOT NULL CHECK (method IN ('mobile_money', 'card')),
    phone           TEXT CHECK ((phone IS NOT NULL) = (method = 'mobile_money')),
    amount          INTEGER NOT NULL CHECK (amount > 0),
    currency        TEXT NOT NULL,
    commission      INTEGER NOT NULL CHECK (commission >= 0 AND commission <= amount),
    commission_rate TEXT NOT NULL,
    status          TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'success', 'failed')),
    provider_status TEXT NOT NULL,
    failover_reason TEXT,
    description     TEXT,
    callback_url    TEXT,
    return_url      TEXT CHECK ((return_url IS NOT NULL) = (method = 'card')),
    -- Who decides it, besides the clock and the control API.
    asked           TEXT NOT NULL CHECK (asked IN ('nobody', 'handset', 'page')),
    -- Where the payer of a card is asked, as long as nobody has used the page up.
    page            TEXT NOT NULL UNIQUE,
    page_used_at    INTEGER,
    -- Why it fails: known from the beginning if its number or its card says so.
    fail_reason     TEXT,
    created_at      INTEGER NOT NULL,
    -- Without it nothing but a person ends it.
    due_at          INTEGER,
    ended_at        INTEGER,
    -- An idempotency key stands beside what was booked under it, so that neither is there without the other.
    idempotency_key BLOB,
    fingerprint     BLOB,
    answer          BLOB
) STRICT;

CREATE INDEX IF NOT EXISTS movements_newest ON movements (merchant, environment, created_at, number);
CREATE INDEX IF NOT EXISTS movements_by_key ON movements (merchant, environment, idempotency_key)
    WHERE idempotency_key IS NOT NULL;
CREATE INDEX IF NOT EXISTS movements_open ON movements (row) WHERE status = 'pending';

-- Which provider a movement was handed to; the last one speaks for it. One that was given up does not execute it, unless a
-- fault makes both.
CREATE TABLE IF NOT EXISTS handovers (
    row         INTEGER PRIMARY KEY,
    movement    INTEGER NOT NULL REFERENCES movements (row),
    provider    TEXT NOT NULL CHECK (provider IN ('relworx', 'iotec')),
    reference   TEXT NOT NULL UNIQUE,
    executes    INTEGER NOT NULL DEFAULT 1,
    executed_at INTEGER
) STRICT;

CREATE INDEX IF NOT EXISTS handovers_of_movement ON handovers (movement, row);

-- The nonces of charged cards, as digests, where the sandbox was told to refuse one that comes again.
CREATE TABLE IF NOT EXISTS nonces (
    merchant INTEGER NOT NULL REFERENCES merchants (row),
    digest   BLOB NOT NULL,
    PRIMARY KEY (merchant, digest)
) STRICT, WITHOUT ROWID;

-- Written in the same transaction as the decision that it tells of, so that none is lost and none is invented.
CREATE TABLE IF NOT EXISTS webhooks (
    row       INTEGER PRIMARY KEY,
    merchant  INTEGER NOT NULL REFERENCES merchants (row),
    service   TEXT NOT NULL CHECK (service IN ('dgs', 'roho')),
    event     TEXT NOT NULL,
    reference TEXT NOT NULL,
    url       TEXT,
    body      TEXT NOT NULL,
    signature TEXT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'gave_up', 'held')),
    reason    TEXT,
    attempts  INTEGER NOT NULL DEFAULT 0,
    next_at   INTEGER
) STRICT;

CREATE INDEX IF NOT EXISTS webhooks_of_merchant ON webhooks (merchant, row);
CREATE INDEX IF NOT EXISTS webhooks_open ON webhooks (row) WHERE state = 'pending';

CREATE TABLE IF NOT EXISTS attempts (
    row     INTEGER PRIMARY KEY,
    webhook INTEGER NOT NULL REFERENCES webhooks (row),
    at      INTEGER NOT NULL,
    status  INTEGER,
    error   TEXT
) STRICT;

CREATE INDEX IF NOT EXISTS attempts_of_webhook ON attempts (webhook, row);
