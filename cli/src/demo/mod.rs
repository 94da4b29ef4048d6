//! `dgspay demo`: one payment from the push to the settled balance, and one whose answer is lost.

mod receiver;
mod stage;
mod story;

use clap::Args;

use crate::Outcome;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Decides every key and reference
    #[arg(long, default_value_t = 7, value_name = "N")]
    seed: u64,
}

pub(crate) async fn run(arguments: Arguments) -> Outcome {
    let stage = stage::Stage::set(arguments.seed).await?;
    let result = story::tell(&stage).await;
    stage.close().await;
    result?;
    anstream::println!("demo: ok");
    Ok(())
}
