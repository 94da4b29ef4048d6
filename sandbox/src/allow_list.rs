//! The addresses from which an account may be used: single ones, or ranges such as `10.0.0.0/8` (§2).

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// The list. An empty one lets nobody in; an account that lets everybody in has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AllowList(Vec<Range>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Range {
    address: IpAddr,
    /// How many leading bits count.
    bits: u32,
}

impl AllowList {
    pub(crate) fn of<T: AsRef<str>>(ranges: &[T]) -> Result<Self, String> {
        ranges.iter().map(|range| range.as_ref().parse()).collect::<Result<_, _>>().map(Self)
    }

    /// As it stands in the database: with spaces between the ranges.
    pub(crate) fn stored(text: &str) -> Result<Self, String> {
        Self::of(&text.split_whitespace().collect::<Vec<_>>())
    }

    pub(crate) fn permits(&self, address: IpAddr) -> bool {
        self.0.iter().any(|range| range.contains(address.to_canonical()))
    }
}

impl fmt::Display for AllowList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ranges: Vec<_> = self.0.iter().map(|range| format!("{}/{}", range.address, range.bits)).collect();
        f.write_str(&ranges.join(" "))
    }
}

impl Range {
    fn contains(self, other: IpAddr) -> bool {
        let differing = |own: u128, other: u128, width: u32| {
            // A shift by the whole width is none, and of no bits at all everything is the same.
            (own ^ other).checked_shr(width - self.bits).unwrap_or(0)
        };
        match (self.address, other) {
            (IpAddr::V4(own), IpAddr::V4(other)) => differing(own.to_bits().into(), other.to_bits().into(), 32) == 0,
            (IpAddr::V6(own), IpAddr::V6(other)) => differing(own.to_bits(), other.to_bits(), 128) == 0,
            _ => false,
        }
    }
}

impl FromStr for Range {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is no address, such as 10.0.0.1, and no range, such as 10.0.0.0/8");
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(width), |bits| bits.parse::<u32>().map_err(|_| wrong()))?;
        if bits > width { Err(wrong()) } else { Ok(Self { address, bits }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permits(list: &[&str], address: &str) -> bool {
        AllowList::of(list).unwrap().permits(address.parse().unwrap())
    }

    #[test]
    fn addresses_and_ranges() {
        assert!(permits(&["127.0.0.1"], "127.0.0.1") && !permits(&["127.0.0.1"], "127.0.0.2"));
        assert!(permits(&["10.0.0.0/8"], "10.255.0.1") && !permits(&["10.0.0.0/8"], "11.0.0.1"));
        assert!(permits(&["192.168.1.128/25"], "192.168.1.200") && !permits(&["192.168.1.128/25"], "192.168.1.1"));
        assert!(permits(&["0.0.0.0/0"], "1.2.3.4") && !permits(&["0.0.0.0/0"], "::1"));
        assert!(permits(&["::/0"], "::1") && permits(&["::1"], "::1") && !permits(&["::1"], "::2"));
        assert!(permits(&["9.9.9.9", "fe80::/10"], "fe80::1"));
        assert!(permits(&["127.0.0.1"], "::ffff:127.0.0.1"), "an old address in a new coat");
        assert!(!permits(&[], "127.0.0.1"));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "localhost", "10.0.0.0/33", "10.0.0.0/", "::/129", "10.0.0", "10.0.0.1 "] {
            assert!(AllowList::of(&[text]).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_stored_reads_back() {
        for list in [&["127.0.0.1", "10.0.0.0/8", "::1"][..], &[]] {
            let list = AllowList::of(list).unwrap();
            assert_eq!(AllowList::stored(&list.to_string()), Ok(list));
        }
    }
}
