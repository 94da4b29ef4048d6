//! At a terminal: what is typed where nobody may see it, and what is asked before money moves.

use std::io::{Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::json;

use crate::world::{PAYER, World, quick};

/// A command on a terminal of its own, which `script` (util-linux) makes for it.
struct Terminal {
    script: Child,
    keyboard: ChildStdin,
    screen: ChildStdout,
    seen: String,
}

impl Terminal {
    fn open(world: &World, arguments: &[&str]) -> Self {
        let quoted: Vec<_> = arguments.iter().map(|argument| format!("'{argument}'")).collect();
        let line = format!("exec {} {}", env!("CARGO_BIN_EXE_dgspay"), quoted.join(" "));
        let mut script = Command::new("script")
            .args(["--quiet", "--flush", "--return", "--command", &line, "/dev/null"])
            .env_clear()
            .envs(world.settings())
            .envs([("TERM", "xterm"), ("NO_COLOR", "1"), ("SHELL", "/bin/sh"), ("PATH", "/usr/bin:/bin")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("util-linux's script makes a terminal");
        let (keyboard, screen) = (script.stdin.take().unwrap(), script.stdout.take().unwrap());
        Self { script, keyboard, screen, seen: String::new() }
    }

    /// Waits until a text is on the screen, behind what was waited for before.
    #[track_caller]
    fn sees(&mut self, text: &str) {
        let from = self.seen.len();
        while !self.seen[from..].contains(text) {
            assert!(self.reads(), "{text:?} never came:\n{}", self.seen);
        }
    }

    fn types(&mut self, text: &str) {
        self.keyboard.write_all(text.as_bytes()).unwrap();
    }

    /// Everything that was on the screen, and how it ended.
    fn ends(mut self) -> (String, i32) {
        while self.reads() {}
        (self.seen, self.script.wait().unwrap().code().unwrap())
    }

    /// One character at a time: what comes next must not be swallowed. What is no whole character yet is waited for.
    fn reads(&mut self) -> bool {
        let mut bytes = Vec::new();
        loop {
            let mut byte = [0];
            if !matches!(self.screen.read(&mut byte), Ok(1)) {
                return false;
            }
            bytes.push(byte[0]);
            if let Ok(text) = str::from_utf8(&bytes) {
                self.seen.push_str(text);
                return true;
            }
        }
    }
}

#[test]
fn a_card_is_typed_where_nobody_sees_it() {
    let world = World::open(quick());
    let card = [&["charge", "card", "5000"], &PAYER[..], &["--scenario", "scenario:auth_pin"]].concat();
    let mut terminal = Terminal::open(&world, &card);
    for (question, typed) in [
        ("Card number: ", "4242 4242 4242 4242"),
        ("Expires (MM/YY): ", "12/28"),
        ("Security code: ", "987"),
        ("The card's PIN: ", "4321"),
    ] {
        terminal.sees(question);
        terminal.types(&format!("{typed}\n"));
    }
    let (seen, code) = terminal.ends();
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains("RWF 5,000 paid"), "{seen}");
    for secret in ["4242", "12/28", "987", "4321"] {
        assert!(!seen.contains(secret), "{secret} in {seen}");
    }
}

#[test]
fn money_leaves_the_wallet_after_a_yes() {
    let world = World::open(quick());
    let payout = ["disburse", "momo", "10000", "--phone", "0788123456", "--name", "Jane Doe"];
    for no in ["n", "", "nonsense"] {
        let mut terminal = Terminal::open(&world, &payout);
        terminal.sees("Pay RWF 10,000 to +250788123456 (MTN) (Jane Doe)? [y/N]: ");
        terminal.types(&format!("{no}\n"));
        let (text, code) = terminal.ends();
        assert!(code == 1 && text.contains("Nothing was sent"), "{text}");
    }
    let mut terminal = Terminal::open(&world, &payout);
    terminal.sees("[y/N]: ");
    terminal.types("\x03");
    assert_eq!(terminal.ends().1, 1);
    assert_eq!(world.truth("posts"), 0);
    let mut terminal = Terminal::open(&world, &payout);
    terminal.sees("[y/N]: ");
    terminal.types("y\n");
    assert_eq!(terminal.ends().1, 0);
    let mut terminal = Terminal::open(&world, &["convert", "100", "USD", "EUR"]);
    terminal.sees("USD 100.00 would give EUR 94.50");
    terminal.sees("[y/N]: ");
    terminal.types("yes\n");
    assert_eq!(terminal.ends().1, 0);
    assert_eq!(world.truth("posts"), 3, "a preview is a POST too");
}

/// Whoever gives up on a call that moves money is told what that means, and ends as unknown.
#[test]
fn giving_up_on_a_payout_ends_as_unknown() {
    let world = World::open(quick());
    let slow = json!({ "fault": "slow-answer", "operation": "disbursements.create", "delay_ms": 15_000 });
    world.control("POST", "/faults", &slow);
    let payout =
        ["disburse", "momo", "10000", "--phone", "0788123456", "--yes", "--callback-url", "http://127.0.0.1:9/"];
    let mut terminal = Terminal::open(&world, &payout);
    terminal.sees("Sending the payout");
    terminal.types("\x03");
    terminal.sees("Ctrl-C again gives up");
    terminal.types("\x03");
    let (text, code) = terminal.ends();
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("OUTCOME UNKNOWN:") && text.contains("token"), "{text}");
}

#[test]
fn a_link_is_drawn_for_the_camera() {
    let world = World::open(quick());
    let terminal = Terminal::open(&world, &["links", "create", "Invoice"]);
    let (text, code) = terminal.ends();
    assert!(code == 0 && text.contains("▄▄▄▄▄"), "{text}");
}
