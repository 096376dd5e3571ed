//! A database with PostGIS as the source of incidents and of boundaries, read by the built binary.
//!
//! Starts a server of its own in a temporary folder, without a port. Where a database or PostGIS is not installed it
//! says so and passes; with `CATCHMENT_TEST_DATABASE=yes`, as on CI, that is a failure.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::formats::{DATABASE, answers, answers_with, areas, convert, incidents};
use crate::small_city::{SmallCity, ingested};

/// A server that ends with the test.
struct Server {
    folder: tempfile::TempDir,
    process: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.stop();
    }
}

impl Server {
    /// Starts a server; none where there is none.
    fn start() -> Option<Self> {
        let programs = installed()?;
        let folder = tempfile::Builder::new().prefix("pg").tempdir_in("/tmp").expect("a folder");
        let data = folder.path().join("data");
        own(folder.path());
        let made =
            user(&programs.join("initdb")).args(["-A", "trust", "-U", "postgres", "-N", "-D"]).arg(&data).output();
        let made = made.expect("initdb runs");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let mut server = user(&programs.join("postgres"));
        server.arg("-D").arg(&data).arg("-k").arg(folder.path()).args(["-c", "listen_addresses=", "-c", "fsync=off"]);
        let log = fs::File::create(folder.path().join("log")).expect("a log");
        let process = server.stdout(Stdio::null()).stderr(log).spawn().expect("a server");
        let server = Self { folder, process };
        for _ in 0..300 {
            if server.sql("postgres", "SELECT 1").is_ok() {
                return Some(server);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let log = fs::read_to_string(server.folder.path().join("log")).unwrap_or_default();
        unreachable!("the server does not answer: {log}")
    }

    fn stop(&mut self) -> std::io::Result<()> {
        // To its own process: one that another user owns is not to be killed by who started it, but root may.
        let pid = fs::read_to_string(self.folder.path().join("data/postmaster.pid"))?;
        let pid = pid.lines().next().unwrap_or_default().to_owned();
        Command::new("kill").args(["-INT", &pid]).status()?;
        self.process.wait().map(drop)
    }

    fn sql(&self, database: &str, text: &str) -> Result<(), String> {
        let mut psql = Command::new("psql");
        psql.arg("-h").arg(self.folder.path()).args([
            "-U",
            "postgres",
            "-v",
            "ON_ERROR_STOP=1",
            "-d",
            database,
            "-c",
            text,
        ]);
        let output = psql.output().map_err(|e| e.to_string())?;
        if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
    }

    /// A new database that knows places, by the name that GDAL has for it.
    fn database(&self, name: &str) -> String {
        self.sql("postgres", &format!("CREATE DATABASE {name}")).expect("a database");
        self.sql(name, "CREATE EXTENSION postgis").expect("PostGIS");
        format!("PG:host={} user=postgres dbname={name}", self.folder.path().display())
    }
}

/// The folder of a server's programs beside which PostGIS is there.
fn installed() -> Option<PathBuf> {
    let folders = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|e| e.path());
    let with_places = |folder: &PathBuf| {
        let version = folder.file_name().unwrap_or_default();
        folder.join("bin/initdb").exists()
            && Path::new("/usr/share/postgresql").join(version).join("extension/postgis.control").exists()
    };
    folders.filter(with_places).map(|folder| folder.join("bin")).max()
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.trim_ascii() == b"0")
}

/// A program as the user that a server may run as: never root.
fn user(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program).current_dir("/tmp");
    command
}

/// Gives a folder to the user that the server runs as.
fn own(folder: &Path) {
    if is_root() {
        let given = Command::new("chown").arg("postgres").arg(folder).status().expect("chown runs");
        assert!(given.success());
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "that it is skipped is said")]
fn incidents_and_boundaries_in_postgis_count_as_the_files_do() {
    let Some(server) = Server::start() else {
        let needed = std::env::var("CATCHMENT_TEST_DATABASE").is_ok_and(|v| v == "yes");
        assert!(!needed, "no PostgreSQL with PostGIS here (apt-get install postgresql-postgis)");
        return eprintln!("skipped: no PostgreSQL with PostGIS here (apt-get install postgresql-postgis)");
    };
    let city = SmallCity::write();
    let expected = answers(&ingested(&city));
    let toml = fs::read_to_string(city.file()).expect("the city file");
    for (database, places, changes) in [
        (
            "incidents",
            incidents(&city, &DATABASE),
            vec![
                ("raw/*.csv", ""),
                ("[\"Neighborhood\"]", "[\"nbhd\"]"),
                ("crs = \"EPSG:4326\"\n", ""),
                ("x = [\"XCoord\"]\ny = [\"YCoord\"]\n", ""),
            ],
        ),
        ("boundaries", areas(&city, &DATABASE), vec![("areas.geojson", "")]),
    ] {
        let from = city.dir.path().join("places.json");
        fs::write(&from, places).expect("places");
        let name = server.database(database);
        convert(&from, &DATABASE, Path::new(&name)).expect("a table of places");
        let changes: Vec<(&str, &str)> = changes
            .iter()
            .map(|(a, b)| (*a, if b.is_empty() && !a.contains('=') { name.as_str() } else { *b }))
            .collect();
        assert_eq!(answers_with(&toml, &city, &changes), expected, "{database}");
    }
}
