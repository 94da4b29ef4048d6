//! The numbers that choose their own outcome (§15). They work with test keys only.

/// What becomes of a collection from a test number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is successful in the first answer (C-6).
    AtOnce,
    Succeeds,
    Fails,
    StaysPending,
    /// The provider has it and says no more.
    Stuck,
}

const WHOLE: [(&str, Fate); 2] = [("256700000000", Fate::AtOnce), ("254700000000", Fate::Succeeds)];

/// Families of ten numbers: the eight digits after `0` or Uganda's code; any digit follows (C-15).
const FAMILIES: [(&str, Fate); 4] = [
    ("11177777", Fate::Succeeds),
    ("11177799", Fate::Fails),
    ("11177778", Fate::StaysPending),
    ("11177779", Fate::Stuck),
];

/// What a number stands for; nothing if it is not a test number.
pub(super) fn fate(number: &str) -> Option<Fate> {
    let whole = WHOLE.iter().find(|(known, _)| *known == number).map(|(_, fate)| *fate);
    let family = || {
        let national = number.strip_prefix("256").or_else(|| number.strip_prefix('0'))?;
        let is_number = national.len() == 9 && national.bytes().all(|byte| byte.is_ascii_digit());
        FAMILIES.iter().find(|(family, _)| is_number && national.starts_with(family)).map(|(_, fate)| *fate)
    };
    whole.or_else(family)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_numbers_in_both_spellings() {
        for (number, wished) in [
            ("256700000000", Some(Fate::AtOnce)),
            ("254700000000", Some(Fate::Succeeds)),
            ("0111777770", Some(Fate::Succeeds)),
            ("256111777779", Some(Fate::Succeeds)),
            ("0111777995", Some(Fate::Fails)),
            ("0111777781", Some(Fate::StaysPending)),
            ("256111777791", Some(Fate::Stuck)),
            ("256700000001", None),
            ("254111777771", None),
            ("111777771", None),
            ("01117777710", None),
            ("011177777x", None),
        ] {
            assert_eq!(fate(number), wished, "{number}");
        }
    }
}
