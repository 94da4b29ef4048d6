//! What has become of each payout, a line of JSON for everything that happens, on disk before anything else is done.
//!
//! Before a payout is sent, `sending` is written and synced. So whatever ends the process, a payout that may have been sent is
//! known to have been: `sending` without an end is an unknown outcome. A line that was cut while it was written is the last one,
//! and was never acted upon. Where the service knows a repetition by a key, the key stands in that line too, so that the next
//! run can send the same bytes under it.
//!
//! The first line says whose journal it is. RohoPay has no name for an account but its API key, and a key that was replaced is
//! another: such a journal goes on under a second line of that kind, once the service has shown that both are of one project.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::order::Seal;
use crate::failure::Failure;

/// How a payout stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    /// It may be on its way; found at the beginning of a run: the last run has ended in the middle of it.
    Sending,
    /// The service has taken it on.
    Taken,
    /// It was not executed: it may be sent again.
    Refused,
    /// It may have been executed.
    Unknown,
}

/// What is known of a payout.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) state: State,
    /// The fingerprint of what was sent.
    pub(super) what: String,
    /// The key that it was sent under, if the service knows a repetition by one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) key: Option<String>,
    /// The fingerprint of every byte that was sent under the key.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) content: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) token: Option<String>,
    /// Why it was refused, or is not known, or what somebody should know of it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) why: Option<String>,
}

impl Entry {
    /// What is known of a payout before it is sent.
    pub(super) fn sending(id: &str, what: String, seal: Option<Seal>) -> Self {
        let (key, content) = seal.map(|seal| (seal.key, seal.content)).unzip();
        Self { id: id.to_owned(), state: State::Sending, what, key, content, reference: None, token: None, why: None }
    }
}

/// A journal belongs to one account.
#[derive(Serialize, Deserialize)]
struct Head {
    journal: u32,
    account: String,
}

/// What a line can be.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    /// From here on, another key of the same account.
    Head(Head),
    Entry(Entry),
}

const VERSION: u32 = 1;

/// The journal of one file of payouts. Nobody else can open it meanwhile.
#[derive(Debug)]
pub(super) struct Journal {
    file: File,
    /// The fingerprint of the account that it is of.
    account: String,
    entries: HashMap<String, Entry>,
    /// Who has an entry from before this run.
    earlier: HashMap<String, State>,
}

impl Journal {
    /// Opens a journal, whosever it is, or begins one of this account.
    pub(super) fn open(path: &Path, account: &str) -> Result<Self, Failure> {
        let wrong = |what: String| Failure::Usage(format!("The journal {}: {what}. Nothing was sent.", path.display()));
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(|error| wrong(error.to_string()))?;
        // A device or a pipe forgets, or never ends.
        if !file.metadata()?.is_file() {
            return Err(wrong("it is no file".to_owned()));
        }
        file.try_lock().map_err(|error| match error {
            std::fs::TryLockError::WouldBlock => wrong("another run is using it".to_owned()),
            std::fs::TryLockError::Error(error) => wrong(error.to_string()),
        })?;
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(|error| wrong(error.to_string()))?;
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        // A line that was cut off was never acted upon; what is written next must not be glued to it.
        file.set_len(whole as u64).and_then(|()| file.seek(SeekFrom::End(0)))?;
        let mut journal = Self { file, account: account.to_owned(), entries: HashMap::new(), earlier: HashMap::new() };
        let mut lines = text[..whole].lines();
        match lines.next() {
            None => {
                journal.append(&Head { journal: VERSION, account: account.to_owned() })?;
                sync_folder(path)?;
            }
            Some(head) => journal.account = owner(head).map_err(wrong)?,
        }
        for (index, line) in lines.enumerate() {
            let written = serde_json::from_str(line).map_err(|_| wrong(format!("line {} is damaged", index + 2)))?;
            match written {
                Written::Entry(entry) => drop(journal.entries.insert(entry.id.clone(), entry)),
                Written::Head(head) => journal.is_now_of(head.account),
            }
        }
        for entry in journal.entries.values_mut().filter(|entry| entry.state == State::Sending) {
            entry.state = State::Unknown;
            entry.why = Some("the run that sent it was ended before the answer arrived".to_owned());
        }
        journal.earlier = journal.entries.iter().map(|(id, entry)| (id.clone(), entry.state)).collect();
        Ok(journal)
    }

    /// Whether it is of this account.
    pub(super) fn is_of(&self, account: &str) -> bool {
        self.account == account
    }

    /// The service's name of something that was taken on: only the account that it is of can look it up.
    pub(super) fn reference(&self) -> Option<&str> {
        self.entries.values().filter_map(|entry| entry.reference.as_deref()).min()
    }

    /// Goes on with another key of the account that it is of.
    pub(super) fn hand_over(&mut self, account: &str) -> std::io::Result<()> {
        self.append(&Head { journal: VERSION, account: account.to_owned() })?;
        self.is_now_of(account.to_owned());
        Ok(())
    }

    /// Nothing says that the service knows a repetition whose sender has another key: what is in doubt is left to a person.
    fn is_now_of(&mut self, account: String) {
        self.account = account;
        for entry in self.entries.values_mut() {
            (entry.key, entry.content) = (None, None);
        }
    }

    /// Writes down that a payout is about to be sent. It is on disk when this returns, or the payout must not be sent.
    pub(super) fn begin(&mut self, entry: Entry) -> std::io::Result<()> {
        self.append(&entry)?;
        self.entries.insert(entry.id.clone(), entry);
        Ok(())
    }

    /// Writes down what has become of it.
    pub(super) fn end(&mut self, entry: Entry) -> std::io::Result<()> {
        let written = self.append(&entry);
        // What is known is known, even if the disk does not take it.
        self.entries.insert(entry.id.clone(), entry);
        written
    }

    /// Writes down what a person has found out.
    pub(super) fn settle(&mut self, id: &str, paid: bool) -> std::io::Result<()> {
        let Some(entry) = self.entries.get(id).cloned() else { return Ok(()) };
        let state = if paid { State::Taken } else { State::Refused };
        let why = Some("found out by hand".to_owned());
        self.earlier.insert(id.to_owned(), state);
        self.end(Entry { state, why, ..entry })
    }

    pub(super) fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.get(id)
    }

    pub(super) fn state(&self, id: &str) -> Option<State> {
        self.entries.get(id).map(|entry| entry.state)
    }

    /// Whether it was taken on before this run.
    pub(super) fn is_of_earlier(&self, id: &str) -> bool {
        self.earlier.get(id) == Some(&State::Taken)
    }

    /// Whether sending it under a new key, or under none, cannot pay it twice.
    pub(super) fn may_send(&self, id: &str) -> bool {
        matches!(self.state(id), None | Some(State::Refused))
    }

    /// What makes it safe to send it again although nobody knows what has become of it.
    pub(super) fn seal(&self, id: &str) -> Option<Seal> {
        let entry = self.entries.get(id).filter(|entry| entry.state == State::Unknown)?;
        Some(Seal { key: entry.key.clone()?, content: entry.content.clone()? })
    }

    /// Whether it was sent as something else.
    pub(super) fn was_other(&self, id: &str, what: &str) -> bool {
        self.entries.get(id).is_some_and(|entry| entry.what != what)
    }

    fn append(&mut self, line: &impl Serialize) -> std::io::Result<()> {
        let mut text = serde_json::to_string(line)?;
        text.push('\n');
        self.file.write_all(text.as_bytes())?;
        self.file.sync_data()
    }
}

/// Whose journal it is, by its first line.
fn owner(head: &str) -> Result<String, String> {
    let head: Head = serde_json::from_str(head).map_err(|_| "it is no journal of payouts".to_owned())?;
    if head.journal == VERSION {
        return Ok(head.account);
    }
    Err(format!("it is of version {}, and this command reads {VERSION}", head.journal))
}

/// A file that was just made can still vanish with its name.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, state: State) -> Entry {
        Entry { state, ..Entry::sending(id, "w".to_owned(), None) }
    }

    fn sealed(id: &str, state: State) -> Entry {
        let seal = Seal { key: format!("key of {id}"), content: "c".to_owned() };
        Entry { state, ..Entry::sending(id, "w".to_owned(), Some(seal)) }
    }

    #[test]
    fn only_what_has_a_key_is_sent_again_in_doubt_and_only_in_doubt() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let mut journal = Journal::open(&path, "a").unwrap();
        for (id, state) in
            [("cut", State::Sending), ("lost", State::Unknown), ("paid", State::Taken), ("no", State::Refused)]
        {
            journal.end(sealed(id, state)).unwrap();
        }
        journal.end(entry("bare", State::Unknown)).unwrap();
        drop(journal);
        let mut journal = Journal::open(&path, "a").unwrap();
        let keys = ["cut", "lost", "paid", "no", "bare"].map(|id| journal.seal(id).map(|seal| seal.key));
        assert_eq!(keys, [Some("key of cut".to_owned()), Some("key of lost".to_owned()), None, None, None]);
        journal.settle("lost", false).unwrap();
        assert!(journal.seal("lost").is_none() && journal.may_send("lost"), "a person has looked");
    }

    #[test]
    fn a_journal_that_was_handed_over_repeats_nothing_that_another_key_has_sent() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let mut journal = Journal::open(&path, "a").unwrap();
        assert_eq!(journal.reference(), None, "nothing shows whose it is");
        journal.end(Entry { reference: Some("RHP-1".to_owned()), ..sealed("paid", State::Taken) }).unwrap();
        journal.begin(sealed("cut", State::Sending)).unwrap();
        drop(journal);
        let mut journal = Journal::open(&path, "b").unwrap();
        assert_eq!((journal.is_of("b"), journal.reference()), (false, Some("RHP-1")));
        journal.hand_over("b").unwrap();
        let check = |journal: &Journal| {
            assert!(journal.is_of("b") && journal.seal("cut").is_none());
            assert_eq!((journal.state("cut"), journal.state("paid")), (Some(State::Unknown), Some(State::Taken)));
        };
        check(&journal);
        journal.end(sealed("lost", State::Unknown)).unwrap();
        drop(journal);
        let journal = Journal::open(&path, "b").unwrap();
        check(&journal);
        assert!(journal.seal("lost").is_some(), "what the new key has sent");
    }

    #[test]
    fn what_may_have_been_sent_is_never_sent_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let mut journal = Journal::open(&path, "a").unwrap();
        for (id, states) in [
            ("taken", &[State::Sending, State::Taken][..]),
            ("refused", &[State::Sending, State::Refused]),
            ("unknown", &[State::Sending, State::Unknown]),
            ("cut", &[State::Sending]),
            ("again", &[State::Sending, State::Refused, State::Sending]),
        ] {
            for state in states {
                journal.end(entry(id, *state)).unwrap();
            }
        }
        drop(journal);
        let journal = Journal::open(&path, "a").unwrap();
        let open: Vec<_> = ["taken", "refused", "unknown", "cut", "again", "new"]
            .into_iter()
            .filter(|id| journal.may_send(id))
            .collect();
        assert_eq!(open, ["refused", "new"]);
        assert_eq!((journal.state("cut"), journal.state("again")), (Some(State::Unknown), Some(State::Unknown)));
        assert!(journal.was_other("taken", "x") && !journal.was_other("taken", "w") && !journal.was_other("new", "x"));
    }

    /// A crash can cut the file anywhere: after every byte, no payout that was taken on or may have been is sent again, and
    /// the journal can be written on.
    #[test]
    fn a_journal_that_was_cut_anywhere_forgets_nothing_that_was_acted_upon() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let mut journal = Journal::open(&path, "a").unwrap();
        journal.end(entry("one", State::Sending)).unwrap();
        let sent = std::fs::metadata(&path).unwrap().len();
        journal.end(entry("one", State::Taken)).unwrap();
        drop(journal);
        let whole = std::fs::read(&path).unwrap();
        for length in 0..=whole.len() {
            std::fs::write(&path, &whole[..length]).unwrap();
            let mut journal = Journal::open(&path, "a").unwrap();
            assert_eq!(journal.may_send("one"), (length as u64) < sent, "after {length} bytes");
            journal.end(entry("two", State::Taken)).unwrap();
            drop(journal);
            assert!(!Journal::open(&path, "a").unwrap().may_send("two"), "after {length} bytes");
        }
    }

    #[test]
    fn it_is_of_one_account_and_of_one_run_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let first = Journal::open(&path, "a").unwrap();
        assert!(Journal::open(&path, "a").unwrap_err().to_string().contains("another run"));
        drop(first);
        let other = Journal::open(&path, "b").unwrap();
        assert!(!other.is_of("b") && other.is_of("a"));
        drop(other);
        std::fs::write(&path, "{\"journal\":1,\"account\":\"a\"}\nnonsense\n{}\n").unwrap();
        assert!(Journal::open(&path, "a").unwrap_err().to_string().contains("line 2 is damaged"));
        std::fs::write(&path, "id,amount\n").unwrap();
        assert!(Journal::open(&path, "a").unwrap_err().to_string().contains("no journal"));
    }
}
