//! Where payouts go: the banks and mobile providers that `GET /banks/{country}` lists.

/// A destination of payouts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bank {
    pub key: &'static str,
    pub name: &'static str,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Bank { code: &'static str, needs_branch: bool },
    MobileMoney { network: &'static str },
}

/// The only country with a list.
pub(crate) const COUNTRY: &str = "RW";

/// The keys that the documents name, the other documented network, and banks that nobody will take for real ones (C-39).
const RWANDA: [Bank; 6] = [
    Bank { key: "bk_rw", name: "Banque de Kigali", kind: Kind::Bank { code: "40", needs_branch: false } },
    Bank { key: "kcb_rw", name: "KCB Bank Rwanda", kind: Kind::Bank { code: "901", needs_branch: false } },
    Bank {
        key: "sandbox_hills_rw",
        name: "Thousand Hills Bank (fictitious)",
        kind: Kind::Bank { code: "902", needs_branch: false },
    },
    Bank {
        key: "sandbox_branch_rw",
        name: "Branch Office Bank (fictitious)",
        kind: Kind::Bank { code: "903", needs_branch: true },
    },
    Bank { key: "mtn_rw", name: "MTN Mobile Money", kind: Kind::MobileMoney { network: "MTN" } },
    Bank { key: "airtel_rw", name: "Airtel Money", kind: Kind::MobileMoney { network: "Airtel" } },
];

/// The list of a country, or `None` if there is none.
pub(crate) fn of_country(country: &str) -> Option<&'static [Bank]> {
    (country == COUNTRY).then_some(&RWANDA)
}

/// A bank, not a mobile provider, by its key.
pub(crate) fn bank(key: &str) -> Option<&'static Bank> {
    RWANDA.iter().find(|bank| bank.key == key && matches!(bank.kind, Kind::Bank { .. }))
}
