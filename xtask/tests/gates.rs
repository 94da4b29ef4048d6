//! The gates bite: each test plants a fault in real data and sees it refused.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::conformance::{Joined, LANGUAGES, Report, Skip, join, read_report};
use xtask::parity::{Allowed, Core, Surface};
use xtask::source::Source;
use xtask::suite::Suite;
use xtask::{codegen, root};

const TODAY: Date = date(2026, 11, 21);

fn suite() -> Suite {
    Suite::load(&root().join("tests")).unwrap()
}

/// A report in which everything passes, as text, so that the reading is tested too.
fn good_report(suite: &Suite, language: &str) -> String {
    let line = |id: &str| json!({ "id": id, "language": language, "result": "pass", "detail": "" }).to_string();
    suite.cases.iter().map(|case| line(&case.id)).collect::<Vec<_>>().join("\n") + "\n"
}

fn joined(suite: &Suite, change: impl Fn(&str, String) -> Option<String>, skips: &[Skip]) -> Joined {
    let report = |language: &&str| {
        let text = change(language, good_report(suite, language))?;
        let (lines, trouble) = (read_report(&text).unwrap(), None);
        Some(Report { language: (*language).to_owned(), lines, summary: String::new(), trouble })
    };
    let reports: Vec<_> = LANGUAGES.iter().filter_map(report).collect();
    join(suite, &reports, skips, TODAY)
}

fn skip(language: &str, id: &str, until: Date) -> Skip {
    Skip { language: language.into(), id: id.into(), reason: "a reason".into(), until }
}

fn assert_refused(complaints: &[String], what: &str) {
    assert!(complaints.iter().any(|complaint| complaint.contains(what)), "{what:?} is not in {complaints:?}");
}

const ID: &str = "money-lost-answer";

fn without(text: &str) -> String {
    let others = text.lines().filter(|line| !line.contains(&format!("{ID:?}")));
    others.collect::<Vec<_>>().join("\n") + "\n"
}

fn failing(text: &str) -> String {
    let line = |line: &str| {
        if line.contains(&format!("{ID:?}")) { line.replace("\"pass\"", "\"fail\"") } else { line.to_owned() }
    };
    text.lines().map(|text| line(text) + "\n").collect()
}

#[test]
fn the_control_good_reports_of_all_pass() {
    let suite = suite();
    let joined = joined(&suite, |_, text| Some(text), &[]);
    assert_eq!(joined.complaints, Vec::<String>::new());
    assert!(joined.matrix.lines().last().unwrap().starts_with("all"), "{}", joined.matrix);
}

#[test]
fn a_case_that_one_language_leaves_out_is_refused() {
    let suite = suite();
    let joined = joined(&suite, |language, text| Some(if language == "kotlin" { without(&text) } else { text }), &[]);
    assert_refused(&joined.complaints, "kotlin: money-lost-answer is missing");
    assert_eq!(joined.complaints.len(), 1);
    let count = suite.cases.len();
    assert!(joined.matrix.contains(&format!("{}/{count}", count - 1)), "{}", joined.matrix);
}

#[test]
fn a_case_that_fails_is_refused() {
    let joined = joined(&suite(), |language, text| Some(if language == "node" { failing(&text) } else { text }), &[]);
    assert_refused(&joined.complaints, "node: money-lost-answer failed");
    assert_eq!(joined.amiss, ["node: money-lost-answer"]);
}

#[test]
fn a_language_that_does_not_report_is_refused() {
    let joined = joined(&suite(), |language, text| (language != "python").then_some(text), &[]);
    assert_refused(&joined.complaints, "python: 0 reports");
}

#[test]
fn a_case_that_nobody_knows_or_that_is_told_twice_is_refused() {
    let unknown = r#"{"id":"no-such-case","language":"rust","result":"pass"}"#;
    let twice = format!(r#"{{"id":"{ID}","language":"rust","result":"pass"}}"#);
    let foreign = format!(r#"{{"id":"{ID}","language":"node","result":"pass"}}"#);
    for (line, what) in [(unknown, "no case"), (&twice, "twice"), (&foreign, "as node")] {
        let add =
            |language: &str, text: String| Some(if language == "rust" { format!("{text}{line}\n") } else { text });
        assert_refused(&joined(&suite(), add, &[]).complaints, what);
    }
    assert!(
        read_report(r#"{"id":"x","language":"rust","result":"skipped"}"#).is_err(),
        "nothing is skipped in silence"
    );
}

#[test]
fn a_runner_that_ends_badly_is_not_believed() {
    let suite = suite();
    let mut reports: Vec<_> = LANGUAGES.iter().map(|language| Report::broken(language, "it crashed")).collect();
    for report in &mut reports {
        report.lines = read_report(&good_report(&suite, &report.language)).unwrap();
    }
    assert_refused(&join(&suite, &reports, &[], TODAY).complaints, "rust: it crashed");
}

#[test]
fn a_case_has_to_pass_in_every_flavour_of_a_language() {
    let suite = suite();
    let flavours = |change: &dyn Fn(String) -> String| {
        let report = |text: String| {
            let lines = read_report(&text).unwrap();
            Report { language: "python".into(), lines, summary: "all passed".into(), trouble: None }
        };
        let good = || report(good_report(&suite, "python"));
        let other = || report(change(good_report(&suite, "python")));
        // Whichever of the two it is in that something is wrong.
        [good().with_flavour(other()), other().with_flavour(good())].map(|report| {
            let others = LANGUAGES.iter().filter(|language| **language != "python");
            let mut reports: Vec<_> = others.map(|language| Report::broken(language, "not asked")).collect();
            reports.push(report);
            let complaints = join(&suite, &reports, &[], TODAY).complaints;
            complaints.into_iter().filter(|complaint| complaint.starts_with("python")).collect::<Vec<_>>()
        })
    };
    assert_eq!(flavours(&|text| text), [Vec::<String>::new(), Vec::new()]);
    for complaints in flavours(&|text| failing(&text)) {
        assert_eq!(complaints.len(), 1, "{complaints:?}");
        assert_refused(&complaints, "money-lost-answer failed");
    }
    for complaints in flavours(&|text| without(&text)) {
        assert_refused(&complaints, "money-lost-answer is missing");
    }
    let unknown = r#"{"id":"no-such-case","language":"python","result":"pass"}"#;
    let twice = format!(r#"{{"id":"{ID}","language":"python","result":"pass"}}"#);
    for (line, id) in [(unknown, "no-such-case"), (&twice, ID)] {
        for complaints in flavours(&|text| format!("{text}{line}\n")) {
            assert_refused(&complaints, &format!("not reported the same cases: {id}"));
        }
    }
    let broken = || Report::broken("python", "it crashed");
    let good = Report { trouble: None, ..broken() };
    assert_eq!(good.with_flavour(broken()).trouble.as_deref(), Some("it crashed"));
}

#[test]
fn a_case_has_to_be_in_one_part_of_the_suite() {
    let suite = suite();
    let whole = read_report(&good_report(&suite, "rust")).unwrap();
    let part = |lines: &[xtask::conformance::Line]| {
        let (language, summary) = ("rust".into(), "all passed".into());
        Report { language, lines: lines.to_vec(), summary, trouble: None }
    };
    let complaints = |report: Report| {
        let complaints = join(&suite, &[report], &[], TODAY).complaints;
        complaints.into_iter().filter(|complaint| complaint.starts_with("rust")).collect::<Vec<_>>()
    };
    let (first, second) = whole.split_at(whole.len() / 2);
    assert_eq!(complaints(part(first).with_part(part(second))), Vec::<String>::new());
    assert_refused(&complaints(part(first).with_part(part(&second[1..]))), &format!("{} is missing", second[0].id));
    assert_refused(&complaints(part(first).with_part(part(&whole))), &format!("reports {} twice", first[0].id));
    assert_refused(&complaints(part(first).with_part(Report::broken("rust", "it crashed"))), "it crashed");
}

#[test]
fn a_runner_that_passes_what_is_wrong_on_purpose_is_not_believed() {
    let control = suite().control;
    let report = |passed: Option<usize>| {
        let mut report = Report::broken("node", "it ended with 1, as it should");
        report.lines = control.iter().map(|id| line(id, "fail")).collect();
        if let Some(place) = passed {
            report.lines[place] = line(&control[place], "pass");
        }
        report
    };
    assert!(control.len() >= 18, "{control:?}");
    assert_eq!(report(None).why_not_believed(&control), None);
    let complaint = report(Some(7)).why_not_believed(&control).unwrap();
    assert!(complaint.ends_with(&format!("failed: {}", control[7])), "{complaint}");
    let mut silent = report(None);
    silent.lines.pop();
    assert!(silent.why_not_believed(&control).is_some(), "a case that it did not look at");
}

fn line(id: &str, result: &str) -> xtask::conformance::Line {
    serde_json::from_value(json!({ "id": id, "language": "node", "result": result })).unwrap()
}

#[test]
fn a_skip_is_honoured_until_its_day_and_no_longer() {
    let suite = suite();
    let fail_in_node = |language: &str, text: String| Some(if language == "node" { failing(&text) } else { text });
    let skips = [skip("node", ID, TODAY)];
    let honoured = joined(&suite, fail_in_node, &skips);
    assert_eq!(honoured.complaints, Vec::<String>::new(), "on its last day");
    assert!(honoured.notes[0].contains(ID));
    let expired = joined(&suite, fail_in_node, &[skip("node", ID, date(2026, 11, 20))]);
    assert_refused(&expired.complaints, "ended on 2026-11-20");
    assert_refused(&expired.complaints, "node: money-lost-answer failed");
    let elsewhere = joined(&suite, fail_in_node, &[skip("python", ID, TODAY)]);
    assert_refused(&elsewhere.complaints, "node: money-lost-answer failed");
    assert_refused(&elsewhere.complaints, "passes in python: take the entry out");
    let silent = Skip { reason: " ".into(), ..skip("node", ID, TODAY) };
    assert_refused(&joined(&suite, fail_in_node, &[silent]).complaints, "has no reason");
    assert_refused(
        &joined(&suite, fail_in_node, &[skip("node", "no-such-case", TODAY)]).complaints,
        "there is no case",
    );
}

/// A copy of the data that may be spoilt.
fn copied() -> (TempDir, PathBuf) {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
            let target = to.join(entry.file_name());
            if entry.path().is_dir() {
                copy(&entry.path(), &target);
            } else {
                fs::copy(entry.path(), target).unwrap();
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let tests = folder.path().join("tests");
    copy(&root().join("tests"), &tests);
    (folder, tests)
}

fn spoilt(file: &str, change: impl Fn(String) -> String) -> String {
    spoilt_in(&[file], change)
}

fn spoilt_in(files: &[&str], change: impl Fn(String) -> String) -> String {
    let (_folder, tests) = copied();
    for path in files.iter().map(|file| tests.join(file)) {
        fs::write(&path, change(fs::read_to_string(&path).unwrap())).unwrap();
    }
    Suite::load(&tests).err().unwrap_or_default()
}

#[test]
fn data_that_is_not_what_the_schema_says_is_refused() {
    let file = "scenarios/faults-money.json";
    let unknown_field = spoilt(file, |text| text.replacen("\"posts\"", "\"post\"", 1));
    assert!(unknown_field.contains("post is not known"), "{unknown_field}");
    let unknown_fault = spoilt(file, |text| {
        text.replacen("lost-answer\"}", "gremlins\"}", 1).replacen(
            "\"fault\": \"lost-answer\"",
            "\"fault\": \"gremlins\"",
            1,
        )
    });
    assert!(unknown_fault.contains("gremlins"), "{unknown_fault}");
    let twice = spoilt(file, |text| text.replace("\"money-commit-then-500\"", "\"money-lost-answer\""));
    assert!(twice.contains("the id money-lost-answer is used 2 times"), "{twice}");
    let broken = spoilt(file, |text| text + "}");
    assert!(broken.contains(file), "{broken}");
}

#[test]
fn an_error_that_no_case_raises_is_refused() {
    let file = "vectors/config/panic.json";
    let complaint =
        spoilt(file, |text| text.replace("\"internal\"", "\"answer_lost\"").replace("InternalError", "DecodeError"));
    assert!(complaint.contains("no case raises the error code internal"), "{complaint}");
    assert!(complaint.contains("no case raises the class InternalError"), "{complaint}");
    let complaint = spoilt(file, |text| text.replace("\"internal\"", "\"internals\""));
    assert!(complaint.contains("internals, which the core does not have"), "{complaint}");
}

#[test]
fn what_no_case_covers_is_refused() {
    let uncovered = |file: &str, from: &str, to: &str| spoilt(file, |text| text.replace(from, to));
    let contradiction = uncovered("scenarios/cards.json", "C-5", "it");
    assert!(contradiction.contains("no case names the contradiction C-5"), "{contradiction}");
    let event = uncovered("scenarios/conversion.json", "\"webhook\": \"conversion.failed\"", "\"webhook\": \"x\"");
    assert!(event.contains("no case of the scenarios waits for the event conversion.failed"), "{event}");
    let key = uncovered("scenarios/payouts.json", "scenario:invalid_currency", "scenario:successful");
    assert!(key.contains("no case has the scenario key scenario:invalid_currency"), "{key}");
    let both = ["scenarios/webhooks.json", "scenarios/roho-faults.json"];
    let fault = spoilt_in(&both, |text| text.replace("silent-provider", "slow-answer"));
    assert!(fault.contains("no case has the fault silent-provider"), "{fault}");
    // What is said of one service says nothing of the other, which has a contradiction of the same number.
    let roho = uncovered("scenarios/roho-reads.json", "C-24", "it");
    assert!(roho.contains("no case names the contradiction C-24 of Roho"), "{roho}");
    let error = uncovered("scenarios/roho-errors.json", "\"TEST_QUOTA_EXCEEDED\"", "\"NOT_FOUND\"");
    assert!(error.contains("no case of the scenarios expects RohoPay's error TEST_QUOTA_EXCEEDED"), "{error}");
    let call = uncovered("scenarios/banks.json", "\"call\": \"banks.list\"", "\"call\": \"wallet.balances\"");
    assert!(call.contains("no case has the call banks.list"), "{call}");
}

#[test]
fn a_contradiction_needs_a_case_or_a_reason_why_there_is_none() {
    let file = "coverage.toml";
    let more = spoilt(file, |text| text.replace("dgs = 43", "dgs = 44"));
    assert!(more.contains("no case names the contradiction C-44 of Dgs"), "{more}");
    let fewer = spoilt(file, |text| text.replace("roho = 28", "roho = 27"));
    assert!(fewer.contains("Roho has no contradiction C-28"), "{fewer}");
    let excused = spoilt(file, |text| text.replace("contradiction = 31", "contradiction = 30"));
    assert!(excused.contains("a case names C-30 of Dgs: take the entry out"), "{excused}");
    assert!(excused.contains("no case names the contradiction C-31 of Dgs"), "{excused}");
    let silent = spoilt(file, |text| text.replace("reason = \"Nothing", "reason = \" \" # "));
    assert!(silent.contains("C-38 has no reason"), "{silent}");
}

#[test]
fn a_stale_generated_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("core/src");
    fs::create_dir_all(&source).unwrap();
    for file in ["lib.rs", "error.rs"] {
        fs::copy(root().join("core/src").join(file), source.join(file)).unwrap();
    }
    let check = || codegen::run(folder.path(), None, true);
    assert!(check().unwrap_err().contains("_errors.py"), "files that are not there");
    codegen::run(folder.path(), None, false).unwrap();
    check().unwrap();
    for (path, _) in codegen::generate(folder.path()).unwrap() {
        let path = folder.path().join(path);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replacen(' ', "  ", 1)).unwrap();
        assert!(check().unwrap_err().contains("is stale"), "{}", path.display());
        fs::write(&path, text).unwrap();
    }
}

#[test]
fn the_committed_generated_files_are_current() {
    codegen::run(&root(), None, true).unwrap();
}

/// The core's own surface as a language's dump.
fn surfaces() -> (Core, BTreeMap<String, Value>, Vec<Allowed>) {
    let source = Source::load(&root().join("core/src")).unwrap();
    let core = Core::of(&source);
    let dump = serde_json::to_value(core.surface()).unwrap();
    let languages = xtask::parity::LANGUAGES.iter().map(|language| ((*language).to_owned(), dump.clone())).collect();
    (core, languages, Vec::new())
}

fn differences(change: impl FnOnce(&mut Value), allowed: &[Allowed]) -> Vec<String> {
    let (core, mut languages, _) = surfaces();
    change(languages.get_mut("node").unwrap());
    let languages: BTreeMap<String, Surface> =
        languages.into_iter().map(|(name, dump)| (name, serde_json::from_value(dump).unwrap())).collect();
    core.compare(&languages, allowed)
}

fn without_entry(list: &mut Value, name: &str) {
    let list = list.as_array_mut().unwrap();
    let before = list.len();
    list.retain(|entry| entry != name);
    assert_eq!(list.len() + 1, before, "{name} was there");
}

#[test]
fn the_core_has_the_surface_that_the_design_names() {
    let (core, ..) = surfaces();
    let surface = core.surface();
    let arguments = |name: &str| surface.methods[name].iter().map(String::as_str).collect::<Vec<_>>();
    assert_eq!(
        arguments("charges.create_mobile_money"),
        ["amount", "callback_url", "customer", "narration", "network", "phone", "redirect_url", "scenario_key"]
    );
    assert_eq!(arguments("charges.wait"), ["charge", "timeout"]);
    assert_eq!(arguments("charges.authorize_pin"), ["charge", "pin"]);
    assert_eq!(arguments("charges.authorize_avs"), ["address", "charge"]);
    assert!(arguments("payment_links.create").contains(&"collect_address"));
    assert!(arguments("payment_links.update").contains(&"id") && arguments("payment_links.update").contains(&"title"));
    assert_eq!(arguments("payment_links.iter"), ["limit", "page"]);
    assert_eq!(arguments("payment_links.archive"), ["id"]);
    assert!(arguments("disbursements.to_bank").contains(&"branch"));
    assert_eq!(arguments("banks.list"), ["country"]);
    assert_eq!(arguments("wallet.convert"), ["amount", "to"]);
    assert_eq!(arguments("card_encryptor.new"), ["encryption_key", "nonce_format"]);
    assert_eq!(arguments("card_encryptor.from_env"), ["nonce_format"]);
    assert_eq!(arguments("card_encryptor.encrypt"), ["cvv", "expiry_month", "expiry_year", "number"]);
    assert_eq!(arguments("card_encryptor.encrypt_pin"), ["pin"]);
    assert_eq!(arguments("fee_schedule.new"), ["rounding", "tiers"]);
    assert_eq!(arguments("fee_schedule.percent"), ["maximum", "minimum", "percent"]);
    assert_eq!(arguments("webhook.verify"), ["body", "signature"]);
    assert!(arguments("client.new").contains(&"max_retries"));
    assert!(surface.types["Event.PaymentSucceeded"].contains("net_amount"));
    assert!(surface.types["Charge"].contains("paid") && surface.types["Customer"].contains("email"));
    assert!(surface.types["Event.ConversionFailed"].contains("refund"));
    assert!(surface.types["EncryptedCard"].contains("nonce") && surface.types["FeeTier"].contains("up_to"));
    assert!(surface.types.contains_key("BillingAddress") && !surface.types.contains_key("Card"));
    assert!(surface.enums["PaymentStatus"].contains("successful"));
    assert_eq!(surface.errors["IdempotencyError"], "OutcomeUnknownError");
    assert!(surface.error_fields.contains("retry_after") && !surface.error_fields.contains("class_name"));
}

#[test]
fn the_control_equal_surfaces_pass() {
    assert_eq!(differences(|_| {}, &[]), Vec::<String>::new());
}

#[test]
fn a_missing_method_is_refused() {
    let found = differences(|dump| drop(dump["methods"].as_object_mut().unwrap().remove("transactions.iter")), &[]);
    assert_eq!(found, ["node: method transactions.iter is missing"]);
}

#[test]
fn a_renamed_field_is_refused() {
    let rename = |dump: &mut Value| {
        without_entry(&mut dump["types"]["Charge"], "display_text");
        dump["types"]["Charge"].as_array_mut().unwrap().push(json!("text_to_display"));
    };
    assert_eq!(
        differences(rename, &[]),
        [
            "node: type Charge, field display_text is missing",
            "node: type Charge, field text_to_display is not in the core"
        ]
    );
}

#[test]
fn every_other_difference_is_refused() {
    let argument = |dump: &mut Value| without_entry(&mut dump["methods"]["charges.create_mobile_money"], "narration");
    assert_refused(&differences(argument, &[]), "method charges.create_mobile_money, argument narration is missing");
    let value = |dump: &mut Value| without_entry(&mut dump["enums"]["PaymentStatus"], "failed");
    assert_refused(&differences(value, &[]), "enum PaymentStatus, value failed is missing");
    let parent = |dump: &mut Value| dump["errors"]["IdempotencyError"] = json!("DgsPayError");
    assert_refused(&differences(parent, &[]), "error IdempotencyError extends OutcomeUnknownError is missing");
    let field = |dump: &mut Value| without_entry(&mut dump["error_fields"], "token");
    assert_refused(&differences(field, &[]), "error field token is missing");
    let beyond = |dump: &mut Value| dump["methods"]["charges.refund"] = json!(["reference"]);
    assert_refused(&differences(beyond, &[]), "python: method charges.refund is missing");
    let value_type = |dump: &mut Value| dump["types"]["Money"] = json!(["amount", "currency"]);
    assert_refused(&differences(value_type, &[]), "kotlin: type Money is missing");
    let spread = |dump: &mut Value| dump["types"]["TransactionFilter"] = json!(["page"]);
    assert_refused(&differences(spread, &[]), "type TransactionFilter, field limit is missing");
}

#[test]
fn a_language_without_a_dump_is_refused() {
    let (core, languages, _) = surfaces();
    let some: BTreeMap<String, Surface> = languages
        .into_iter()
        .filter(|(name, _)| name != "kotlin")
        .map(|(name, dump)| (name, serde_json::from_value(dump).unwrap()))
        .collect();
    assert_refused(&core.compare(&some, &[]), "kotlin: no dump");
}

#[test]
fn what_is_allowed_must_be_needed_and_have_a_reason() {
    let what = "method charges.wait, argument signal".to_owned();
    let allowed = |reason: &str| Allowed { languages: vec!["node".into()], what: what.clone(), reason: reason.into() };
    let signal = |dump: &mut Value| dump["methods"]["charges.wait"].as_array_mut().unwrap().push(json!("signal"));
    assert_refused(&differences(signal, &[]), "argument signal is not in the core");
    assert_eq!(differences(signal, &[allowed("how Node cancels")]), Vec::<String>::new());
    assert_refused(&differences(signal, &[allowed(" ")]), "has no reason");
    assert_refused(&differences(|_| {}, &[allowed("how Node cancels")]), "nothing in node needs the entry");
}
