//! Several contenders, one after the other, again and again: A B C A B C. What disturbs the machine disturbs them all.

use crate::Result;
use crate::contender::{Contender, Measured, Slice};
use crate::server::Server;

/// What one contender's turns took.
pub struct Series {
    /// As it is called in tables.
    pub name: String,
    /// One a round.
    pub turns: Vec<Measured>,
}

impl Series {
    /// One figure of every turn.
    pub fn values(&self, figure: impl Fn(&Measured) -> f64) -> Vec<f64> {
        self.turns.iter().map(figure).collect()
    }
}

/// Lets everybody become warm, without measuring: for a while, and until it has done its work so often.
pub fn warm_up(contenders: &mut [Contender], slice: Slice, count: u64, server: Option<&Server>) -> Result<()> {
    for contender in contenders {
        let mut done = turn(contender, slice, server)?.count;
        while done < count {
            done += turn(contender, slice, server)?.count;
        }
    }
    Ok(())
}

/// Gives everybody as many turns.
pub fn interleave(
    contenders: &mut [Contender],
    rounds: usize,
    slice: Slice,
    server: Option<&Server>,
) -> Result<Vec<Series>> {
    let mut all: Vec<Series> =
        contenders.iter().map(|contender| Series { name: contender.name.clone(), turns: Vec::new() }).collect();
    for _ in 0..rounds {
        for (contender, series) in contenders.iter_mut().zip(&mut all) {
            series.turns.push(turn(contender, slice, server)?);
        }
    }
    Ok(all)
}

/// One turn, in which the server must have seen as many right requests as the contender says that it has made.
fn turn(contender: &mut Contender, slice: Slice, server: Option<&Server>) -> Result<Measured> {
    let before = server.map(Server::answered);
    let measured = contender.run(slice).map_err(|message| match server.and_then(Server::refused) {
        Some(difference) => format!("{message}; the server was sent something else: {difference}"),
        None => message,
    })?;
    if let (Some(server), Some(before)) = (server, before) {
        if let Some(difference) = server.refused() {
            return Err(format!("{} sent something else: {difference}", contender.name));
        }
        let seen = server.answered() - before;
        if seen != measured.count {
            let count = measured.count;
            return Err(format!("{} speaks of {count} calls, and the server has seen {seen}", contender.name));
        }
    }
    Ok(measured)
}
