//! `serve` as a process of its own: its address, its answers, its end.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::program::{command, json};
use crate::small_city::{SmallCity, ingested, path};

/// A running server; killed when dropped.
pub(crate) struct Server {
    child: Child,
    address: String,
}

impl Server {
    pub(crate) fn start(workspace: &Path, more: &[&str]) -> Self {
        Self::start_logging(workspace, more, Stdio::null())
    }

    /// A server whose log goes somewhere.
    fn start_logging(workspace: &Path, more: &[&str], log: Stdio) -> Self {
        let mut child = command(workspace)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(log)
            .env_remove("CATCHMENT_LOG")
            .spawn()
            .expect("it starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("standard output")).read_line(&mut line).expect("a line");
        let address = line.trim().strip_prefix("listening on http://").expect("an address").to_owned();
        Self { child, address }
    }

    /// Status and body of a GET.
    pub(crate) fn get(&self, target: &str) -> (u16, String) {
        self.send("GET", target, "")
    }

    /// Status and body of a POST of JSON.
    pub(crate) fn post(&self, target: &str, body: &str) -> (u16, String) {
        self.send("POST", target, body)
    }

    /// Status and bytes of a GET of a range.
    pub(crate) fn get_range(&self, target: &str, range: &str) -> (u16, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_mins(1))).expect("a timeout");
        let host = &self.address;
        write!(stream, "GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nRange: {range}\r\n\r\n")
            .expect("it reads");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("it answers");
        let head = bytes.windows(4).position(|w| w == b"\r\n\r\n").expect("a head") + 4;
        let status = String::from_utf8_lossy(&bytes[..head]).split(' ').nth(1).and_then(|s| s.parse().ok());
        (status.expect("a status"), bytes.split_off(head))
    }

    fn send(&self, method: &str, target: &str, body: &str) -> (u16, String) {
        let (status, text) = self.send_with(method, target, body, "");
        (status, text.split_once("\r\n\r\n").map_or(String::new(), |(_, body)| body.to_owned()))
    }

    /// Status, and head and body, of a request with more headers, each with its end of line.
    pub(crate) fn send_with(&self, method: &str, target: &str, body: &str, more: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_mins(1))).expect("a timeout");
        let kind = if body.is_empty() { "" } else { "Content-Type: application/json\r\n" };
        write!(
            stream,
            "{method} {target} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{kind}{more}Content-Length: {}\r\n\r\n\
             {body}",
            self.address,
            body.len()
        )
        .expect("it reads");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("it answers");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let status = text.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
        (status, text)
    }

    /// Asks it to end, as a service manager does; its exit code, if it ends in time.
    fn terminate(mut self) -> Option<i32> {
        let sent = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status().expect("kill runs");
        assert!(sent.success());
        let asked = Instant::now();
        while asked.elapsed() < Duration::from_secs(10) {
            if let Some(status) = self.child.try_wait().expect("it can be waited for") {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        None
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_server_answers_and_ends_cleanly_on_sigterm() {
    let (_city, workspace) = SmallCity::ingested();
    let server = Server::start(&workspace, &[]);
    assert_eq!(server.get("/healthz").0, 200);
    assert_eq!(server.get("/readyz").0, 200);
    let (code, body) = server.get("/api/v1/status");
    assert_eq!(code, 200, "{body}");
    assert!(body.contains("Smallville"), "{body}");
    let (code, body) = server.get("/api/v1/rankings?of=neighborhoods&k=0");
    assert_eq!(code, 400, "{body}");
    assert!(body.contains("\"k\""), "{body}");
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn command_line_and_http_give_the_same_ranking() {
    let (_city, workspace) = SmallCity::ingested();
    let told = json(
        &crate::program::catchment(
            &workspace,
            &["rank", "--top", "100", "--k", "2", "--seed", "5", "--format", "json"],
        )
        .ok(),
    );
    let server = Server::start(&workspace, &[]);
    let (code, body) = server.get("/api/v1/rankings?of=neighborhoods&k=2&seed=5");
    assert_eq!(code, 200, "{body}");
    let start = body.find('{').expect("JSON");
    let served = json(&body[start..=body.rfind('}').expect("JSON")]);
    assert_eq!(told["items"], served["items"]);
}

#[test]
fn an_address_outside_serves_the_published_edition_only_without_a_sign_in() {
    let (city, workspace) = SmallCity::ingested();
    let outside = ["serve", "--public-url", "https://maps.example.org/"];
    let refused = crate::program::catchment(&workspace, &outside).failed();
    assert!(
        ["--edition DIR", "--oidc-issuer", "--trust-user-header"].iter().all(|way| refused.contains(way)),
        "{refused}"
    );
    let edition = city.dir.path().join("edition");
    let missing = crate::program::catchment(&workspace, &["serve", "--edition", path(&edition)]).failed();
    assert!(missing.contains("there is no index.html in it"), "{missing}");
    std::fs::create_dir_all(edition.join("area")).expect("a folder");
    std::fs::write(edition.join("index.html"), "<title>public</title>").expect("a page");
    std::fs::write(edition.join("area/index.html"), "<title>area</title>").expect("a page");
    std::fs::create_dir_all(edition.join("embed")).expect("a folder");
    std::fs::write(edition.join("embed/1.html"), "<title>small</title>").expect("a page");
    let server = Server::start(&workspace, &["--edition", path(&edition), "--public-url", "https://maps.example.org/"]);
    let head = |target: &str| server.send_with("GET", target, "", "").1;
    let small = head("/embed/1.html");
    assert!(small.contains("frame-ancestors *") && !small.to_lowercase().contains("x-frame-options"), "{small}");
    let page = head("/");
    assert!(page.contains("frame-ancestors 'none'") && page.to_lowercase().contains("x-frame-options: deny"), "{page}");
    assert!(server.get("/").1.contains("<title>public</title>") && server.get("/area/").1.contains("<title>area"));
    for elsewhere in ["/api/v1/status", "/api/v1/scenarios", "/tiles/cells.json", "/metrics", "/../city.toml"] {
        let (code, body) = server.get(elsewhere);
        assert!(code == 404 || code == 400, "{elsewhere}: {code} {body}");
        assert!(code != 404 || body.contains("only the published edition is served here"), "{body}");
    }
}

#[test]
fn who_is_named_by_the_proxy_reads_and_writes_by_role_and_is_put_down() {
    let (_city, workspace) = SmallCity::ingested();
    let server = Server::start(&workspace, &["--trust-user-header", "X-User", "--trust-role-header", "X-Role"]);
    let get = |target: &str, who: &str| server.send_with("GET", target, "", who);
    let reader = "X-User: kim\r\nX-Role: reader\r\n";
    let planner = "X-User: lee\r\nX-Role: planner\r\n";
    assert_eq!((get("/healthz", "").0, get("/api/v1/status", "").0, get("/", "").0), (200, 401, 401));
    assert_eq!(get("/api/v1/status", "X-User: kim\r\nX-Role: root\r\n").0, 403);
    let (code, answer) = get("/api/v1/status", reader);
    assert!(code == 200 && answer.contains("private, no-cache"), "{answer}");
    assert_eq!((get("/metrics", reader).0, get("/metrics", "X-User: a\r\nX-Role: administrator\r\n").0), (403, 200));
    let body = r#"{"name": "North", "question": {"k": 2}}"#;
    let (code, refused) = server.send_with("POST", "/api/v1/scenarios", body, reader);
    assert!(code == 403 && refused.contains("planners and administrators save"), "{refused}");
    let (code, saved) = server.send_with("POST", "/api/v1/scenarios", body, planner);
    assert_eq!(code, 201, "{saved}");
    assert_eq!(get("/api/v1/scenarios/1", reader).0, 200);
    assert_eq!(get("/api/v1/rankings?format=csv&k=2", reader).0, 200);
    assert_eq!(get("/api/v1/rankings?k=2", reader).0, 200);
    let trail = crate::program::catchment(&workspace, &["audit", "--format", "csv"]).ok();
    let lines: Vec<&str> =
        trail.lines().skip(1).filter_map(|line| line.split_once(',').map(|(_, rest)| rest)).collect();
    assert_eq!(
        lines,
        ["lee,planner,write,/api/v1/scenarios/1 revision 1", "kim,reader,export,/api/v1/rankings?format=csv&k=2",]
    );
}

#[test]
fn an_address_outside_is_checked_and_closes_what_people_write() {
    let (city, workspace) = SmallCity::ingested();
    let refused = crate::program::catchment(&workspace, &["serve", "--public-url", "maps.example.org"]).failed();
    for said in ["--public-url", "maps.example.org", "http:// or https://", "https://maps.example.org/catchment"] {
        assert!(refused.contains(said), "no \"{said}\" in: {refused}");
    }
    let web = city.dir.path().join("web");
    std::fs::create_dir(&web).expect("a folder");
    std::fs::write(web.join("index.html"), "<head></head>").expect("a page");
    let outside = ["--public-url", "https://maps.example.org/", "--trust-user-header", "x-user"];
    let server = Server::start(&workspace, &[&["--web", path(&web)], &outside[..]].concat());
    let kim = "X-User: kim\r\n";
    assert!(
        server
            .send_with("GET", "/", "", kim)
            .1
            .contains("<meta property=\"og:url\" content=\"https://maps.example.org/\" />")
    );
    // Behind a proxy, everyone comes from this machine: without a name, nothing is open.
    assert_eq!(server.get("/api/v1/scenarios").0, 401);
    assert_eq!(server.send_with("GET", "/api/v1/scenarios", "", kim).0, 200);
    drop(server);
    let open = Server::start(&workspace, &["--web", path(&web)]);
    assert!(!open.get("/").1.contains("og:url"));
    assert_eq!(open.get("/api/v1/scenarios").0, 200);
}

#[test]
fn the_viewers_files_are_served_from_the_folder_named() {
    let (city, workspace) = SmallCity::ingested();
    let web = city.dir.path().join("web");
    std::fs::create_dir(&web).expect("a folder");
    std::fs::write(web.join("index.html"), "<title>viewer</title><p>viewer</p>").expect("a page");
    let server = Server::start(&workspace, &["--web", path(&web)]);
    let (code, body) = server.get("/");
    assert_eq!(code, 200, "{body}");
    assert!(body.contains("<p>viewer</p>") && body.contains("<title>Smallville · Catchment</title>"), "{body}");
    assert_eq!(server.get("/../city.toml").0 / 100, 4);
}

/// The log of a server that was asked twice, and ended.
fn log_of(workspace: &Path, more: &[&str]) -> String {
    let file = workspace.join("server.log");
    let server = Server::start_logging(workspace, more, std::fs::File::create(&file).expect("a log").into());
    assert_eq!((server.get("/healthz").0, server.get("/api/v1/rankings?k=0").0), (200, 400));
    assert_eq!(server.terminate(), Some(0));
    std::fs::read_to_string(&file).expect("the log")
}

#[test]
fn a_log_that_is_no_terminal_has_a_line_a_request_and_no_colors() {
    let city = SmallCity::write();
    let log = log_of(&ingested(&city), &[]);
    assert!(!log.contains('\u{1b}'), "{log}");
    let lines: Vec<&str> = log.lines().filter(|line| line.contains("/api/v1/rankings")).collect();
    let [line] = lines[..] else { panic!("one line a request: {log}") };
    for said in ["INFO", "GET", "status=400", "ms="] {
        assert!(line.contains(said), "no \"{said}\" in {line}");
    }
    assert!(!line.contains("k=0"), "what was asked stays out of the log: {line}");
}

#[test]
fn a_log_as_json_has_a_document_a_line() {
    let city = SmallCity::write();
    let log = log_of(&ingested(&city), &["--log-format", "json"]);
    let documents: Vec<_> = log.lines().filter(|line| line.starts_with('{')).map(json).collect();
    let asked = |path: &str| documents.iter().filter(|d| d["path"] == path).cloned().collect::<Vec<_>>();
    let [request] = &asked("/api/v1/rankings")[..] else { panic!("one line a request: {log}") };
    assert_eq!(
        (&request["level"], &request["method"], &request["status"]),
        (&"INFO".into(), &"GET".into(), &400.into())
    );
    assert!(request["ms"].is_f64() && request["timestamp"].is_string() && request["id"].is_string(), "{request}");
    assert_eq!(asked("/healthz").len(), 1);
    assert_eq!(documents.len(), log.lines().count(), "nothing but documents: {log}");
    assert!(documents.iter().any(|d| d["city"] == "Smallville"), "{log}");
    let refused = crate::program::catchment(city.dir.path(), &["serve", "--log-format", "xml"]).failed();
    assert!(refused.contains("--log-format") && refused.contains("json"), "{refused}");
}
