//! Countries by name, for addresses.

use std::sync::LazyLock;

/// `RW Rwanda`, a line each.
const LINES: &str = include_str!("countries.txt");

/// Two letters and a name, by name.
pub(super) static COUNTRIES: LazyLock<Vec<(&str, &str)>> =
    LazyLock::new(|| LINES.lines().filter_map(|line| line.split_once(' ')).collect());

/// Whether these are the two letters of a country.
pub(super) fn is_country(code: &str) -> bool {
    COUNTRIES.iter().any(|(known, _)| *known == code)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_country_has_its_own_two_letters() {
        let codes: BTreeSet<_> = COUNTRIES.iter().map(|(code, _)| *code).collect();
        assert_eq!(codes.len(), COUNTRIES.len());
        assert_eq!(COUNTRIES.len(), LINES.lines().count());
        assert!(codes.iter().all(|code| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase())));
        assert!(is_country("RW") && is_country("UG") && !is_country("rw") && !is_country(""));
    }
}
