//! Where it was measured.

use std::process::Command;

/// Lines of name and value. To be asked before anything is measured, or its load is that of the measurement.
pub fn description() -> Vec<(&'static str, String)> {
    let file = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let cpu = file("/proc/cpuinfo");
    let memory = field(&file("/proc/meminfo"), "MemTotal").and_then(|text| text.split(' ').next()?.parse::<u64>().ok());
    let flags = field(&cpu, "flags").unwrap_or_default();
    let has = |flag: &str| flags.split(' ').any(|known| known == flag);
    let instructions: Vec<_> = ["aes", "avx2", "avx512f", "sha_ni"].into_iter().filter(|flag| has(flag)).collect();
    let release = file("/etc/os-release");
    let system = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    vec![
        ("processor", field(&cpu, "model name").unwrap_or_default()),
        ("its extensions", instructions.join(", ")),
        ("cores", cores.to_string()),
        ("memory", memory.map_or_else(String::new, |kilobytes| format!("{} GiB", kilobytes.div_ceil(1_048_576)))),
        ("system", system.map_or_else(String::new, |name| name.trim_matches('"').to_owned())),
        ("kernel", file("/proc/sys/kernel/osrelease").trim().to_owned()),
        ("measured on", version("date", "+%Y-%m-%d")),
        ("load before the run", file("/proc/loadavg").split(' ').take(3).collect::<Vec<_>>().join(" ")),
        ("Rust", version("rustc", "--version")),
        ("Python", version("target/bench/venv/bin/python", "--version")),
        ("Node", version("node", "--version")),
        ("Java", version("java", "--version")),
    ]
}

fn version(program: &str, argument: &str) -> String {
    let output = Command::new(program).arg(argument).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.lines().next().unwrap_or("none").to_owned()
}
