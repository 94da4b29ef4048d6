//! DGS-Pay's payouts: to banks and to mobile wallets. It knows no key by which a repetition would be safe.

use std::collections::HashMap;

use dgspay::{
    Bank, BankPayout, Country, Currency, DgsPay, Error, MobileMoneyPayout, MobileNetwork, Money, Payout, PhoneNumber,
};

use super::order::{Order, Taken, Terms};
use super::sheet::{Cells, Line};
use super::{Arguments, check_funds, refused};
use crate::arguments::sentence;
use crate::failure::Failure;
use crate::patience;
use crate::service::Service;
use crate::session::Session;
use crate::settings::fingerprint;

#[derive(Clone, Debug)]
pub(crate) enum DgsOrder {
    Bank(BankPayout),
    Momo(MobileMoneyPayout),
}

impl Order for DgsOrder {
    type Client = DgsPay;

    const COLUMNS: &'static [&'static str] = &[
        "id",
        "amount",
        "net",
        "phone",
        "network",
        "bank_key",
        "account_number",
        "branch",
        "name",
        "narration",
        "scenario_key",
    ];

    const JOURNAL: &'static str = "";

    fn terms(asked: &Arguments) -> Result<Terms, Failure> {
        Service::DgsPay.knows_no(&[("--currency", asked.currency.is_some())])?;
        let (currency, callback_url) = (Currency::RWF, asked.callback_url.clone());
        Ok(Terms { currency, fees: asked.fees.read(currency)?, callback_url })
    }

    fn read(cells: &Cells<'_>, terms: &Terms) -> Result<Self, String> {
        let amount = cells.amount(terms)?;
        let callback_url = terms.callback_url.clone();
        match (cells.get("phone"), cells.get("bank_key"), cells.get("account_number")) {
            (Some(phone), None, None) => {
                let phone: PhoneNumber = phone.parse().map_err(|error| sentence(&error))?;
                let network = cells.get("network").map(MobileNetwork::from).or_else(|| phone.suggested_network());
                let network = network.ok_or("the number suggests no network: name one")?;
                let mut payout = MobileMoneyPayout::new(amount, phone, network);
                (payout.name, payout.narration) = (cells.owned("name"), cells.owned("narration"));
                (payout.callback_url, payout.scenario_key) = (callback_url, cells.owned("scenario_key"));
                Ok(Self::Momo(payout))
            }
            (None, Some(key), Some(account)) => {
                let mut payout = BankPayout::new(amount, key, account);
                payout.branch = cells.owned("branch");
                (payout.name, payout.narration) = (cells.owned("name"), cells.owned("narration"));
                (payout.callback_url, payout.scenario_key) = (callback_url, cells.owned("scenario_key"));
                Ok(Self::Bank(payout))
            }
            _ => Err("it wants either a phone, or a bank_key and an account_number".to_owned()),
        }
    }

    fn amount(&self) -> Money {
        match self {
            Self::Bank(payout) => payout.amount,
            Self::Momo(payout) => payout.amount,
        }
    }

    fn recipient(&self) -> String {
        match self {
            Self::Bank(payout) => format!("{} at {}", payout.account_number, payout.bank_key),
            Self::Momo(payout) => format!("{} ({})", payout.phone, payout.network),
        }
    }

    fn what(&self) -> String {
        match self {
            Self::Bank(payout) => fingerprint(&[&payout.amount.to_string(), &payout.bank_key, &payout.account_number]),
            Self::Momo(payout) => {
                fingerprint(&[&payout.amount.to_string(), payout.network.as_str(), &payout.phone.e164()])
            }
        }
    }

    fn content(&self) -> Option<&str> {
        None
    }

    async fn check(fresh: &[&Line<Self>], needed: Money, session: &Session) -> Result<(), Failure> {
        check_banks(fresh, session).await?;
        if !needed.is_positive() {
            return Ok(());
        }
        let balances = patience::seen("Looking into the wallet", session.pay.wallet().balances()).await?;
        let francs = balances.iter().find(|balance| balance.currency == Currency::RWF);
        check_funds(francs.map_or(Money::rwf(0), |balance| balance.available), needed)
    }

    async fn was_taken_on(_: &str, _: &Session) -> Result<bool, Failure> {
        Ok(false)
    }

    async fn send(&self, client: &DgsPay, _: Option<&str>) -> Result<Taken, Error> {
        let Payout { reference, token, .. } = match self {
            Self::Bank(payout) => client.disbursements().to_bank(payout).await?,
            Self::Momo(payout) => client.disbursements().to_mobile_money(payout).await?,
        };
        Ok(Taken { reference: Some(reference), token, has_failed: false, remark: None })
    }
}

async fn check_banks(fresh: &[&Line<DgsOrder>], session: &Session) -> Result<(), Failure> {
    if !fresh.iter().any(|line| matches!(line.order, DgsOrder::Bank(_))) {
        return Ok(());
    }
    let banks = patience::seen("Listing the banks", session.pay.banks().list(&Country::Rwanda)).await?;
    let banks: HashMap<&str, &Bank> = banks.iter().map(|bank| (bank.bank_key.as_str(), bank)).collect();
    let mistakes = fresh.iter().filter_map(|line| {
        let DgsOrder::Bank(payout) = &line.order else { return None };
        let wrong = match banks.get(payout.bank_key.as_str()) {
            None => format!("there is no bank {}", payout.bank_key),
            Some(bank) if bank.branch_required && payout.branch.is_none() => format!("{} wants a branch", bank.name),
            Some(_) => return None,
        };
        Some(format!("line {} ({}): {wrong}", line.number, line.id))
    });
    refused(mistakes, "The banks are listed by `dgspay banks`.")
}
