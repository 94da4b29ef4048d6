//! The few statistics that are needed.

/// The middle value; of an even number the mean of the two in the middle. Not a number if there is none.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => f64::NAN,
        even if even % 2 == 0 => f64::midpoint(sorted[middle - 1], sorted[middle]),
        _ => sorted[middle],
    }
}

/// The value that this share of all does not exceed, such as 0.99. The values are put in order.
pub fn quantile(values: &mut [u64], share: f64) -> u64 {
    values.sort_unstable();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "a place in the list"
    )]
    let place = (values.len() as f64 * share).ceil() as usize;
    values.get(place.saturating_sub(1)).copied().unwrap_or_default()
}

/// The least and the greatest.
pub fn extent(values: impl IntoIterator<Item = f64>) -> [f64; 2] {
    values.into_iter().fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| [low.min(value), high.max(value)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_the_tail_and_the_ends() {
        assert!((median(&[5.0, 1.0, 3.0]) - 3.0).abs() < f64::EPSILON);
        assert!((median(&[4.0, 1.0, 2.0, 3.0]) - 2.5).abs() < f64::EPSILON);
        assert!(median(&[]).is_nan());
        let mut hundred: Vec<u64> = (1..=100).rev().collect();
        assert_eq!((quantile(&mut hundred, 0.5), quantile(&mut hundred, 0.99)), (50, 99));
        assert_eq!(quantile(&mut [], 0.99), 0);
        assert_eq!(extent([2.0, 7.0, 1.0]).map(|end| format!("{end}")), ["1", "7"]);
    }
}
