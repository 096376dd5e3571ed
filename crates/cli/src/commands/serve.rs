//! `catchment serve`: the API, the tiles and the viewer, until told to stop.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use catchment_questions::Engine;
use catchment_server::{AppState, Basemap, Config, Preview};
use catchment_store::{Dataset, People};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::sign_in;
use crate::answers;
use crate::args::{Common, LogFormat, ServeArgs};
use crate::failure::advised;
use crate::output;
use crate::progress;
use crate::shelf::with_shelf;
use crate::workspace;

/// Serves the current dataset.
pub(crate) fn run(common: &Common, args: &ServeArgs) -> Result<()> {
    if !args.listen.ip().is_loopback() && !args.allow_remote && args.edition.is_none() {
        let what = format!(
            "--listen {}: other machines could reach this address, and without a proxy's sign-in whoever reaches it \
                sees everything, or says who they are",
            args.listen
        );
        return Err(advised(
            what,
            "--listen 127.0.0.1:8080, or add --allow-remote where the network is closed to others",
        ));
    }
    log(args.log_format);
    if let Some(edition) = edition(args)? {
        return serve_edition(common, args, &edition);
    }
    let web = viewer(args)?;
    let dataset = workspace::open_bounded(&common.workspace)?;
    // Where the workspace cannot be written to, everything but the scenarios is served.
    let people = match People::open(&common.workspace) {
        Ok(people) => Some(Arc::new(people)),
        // Whoever signs in is told to be put down: without the trail nobody is let in.
        Err(error) if signs_in(args) => return Err(error).context("the audit trail"),
        Err(error) => {
            warn(args, &format!("no scenarios: {error}"));
            None
        }
    };
    // An address outside means a proxy: then even this machine's own address is others' way in.
    let allow_writes = (args.listen.ip().is_loopback() && args.public_url.is_none()) || args.allow_writes;
    let public_url = args.public_url.clone();
    let preview = preview(args, &common.workspace, &dataset);
    let basemap = basemap(args, &common.workspace, &dataset);
    match args.log_format {
        LogFormat::Text => progress::say(&format!("{}, dataset {}", dataset.city.name, dataset.id)),
        LogFormat::Json => tracing::info!(city = dataset.city.name, dataset = dataset.id, "serving"),
    }
    // A sixteenth of the memory is for how questions were spelled.
    let memory = u64::from(args.memory) << 20;
    let engine = Engine::load(Arc::new(dataset))?.remembering(memory / 16 * 15);
    let state = Arc::new(AppState::over(with_shelf(engine, &common.workspace, false)));
    answers::remember_backtest(&common.workspace, &state.engine());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(workers(common)).enable_all().build()?;
    let sign_in = sign_in::sign_in(args, &common.workspace)?;
    let spellings = memory / 16;
    let report = super::report::PROGRAM.find().ok();
    let own =
        Config { report, web, people, allow_writes, public_url, preview, basemap, sign_in, spellings, ..config(args) };
    runtime.block_on(async {
        let (listener, stop) = listen(args).await?;
        catchment_server::run(listener, state, own, stop).await.context("the server stopped")
    })
}

/// Whether people sign in.
fn signs_in(args: &ServeArgs) -> bool {
    args.trust_user_header.is_some() || args.oidc.oidc_issuer.is_some()
}

/// What flags say of connections, names and other origins.
fn config(args: &ServeArgs) -> Config {
    Config {
        public_url: args.public_url.clone(),
        connections: connections(),
        hosts: args.allow_host.clone(),
        allow_embed: args.allow_embed.clone(),
        allow_origin: args.allow_origin.clone(),
        ..Config::default()
    }
}

/// The folder of the edition to serve; none where the whole service is.
fn edition(args: &ServeArgs) -> Result<Option<PathBuf>> {
    let Some(folder) = &args.edition else {
        if let Some(url) = args.public_url.as_ref().filter(|_| !signs_in(args)) {
            return Err(advised(
                format!("--public-url {url}: without a sign-in only the published edition is served to the world"),
                "--edition DIR beside it (catchment publish --out DIR writes one), --oidc-issuer URL where people sign \
                    in at a provider, or --trust-user-header HEADER where a proxy signs them in",
            ));
        }
        return Ok(None);
    };
    if !folder.join("index.html").is_file() {
        return Err(advised(
            format!("--edition {}: there is no index.html in it", folder.display()),
            "the folder that `catchment publish --out` wrote",
        ));
    }
    Ok(Some(folder.clone()))
}

fn serve_edition(common: &Common, args: &ServeArgs, edition: &Path) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(workers(common)).enable_all().build()?;
    runtime.block_on(async {
        let (listener, stop) = listen(args).await?;
        catchment_server::run_edition(listener, edition, config(args), stop).await.context("the server stopped")
    })
}

/// Listens, says so, and gives what completes when the program is told to stop.
async fn listen(args: &ServeArgs) -> Result<(TcpListener, impl Future<Output = ()> + Send + 'static)> {
    let listener = TcpListener::bind(args.listen)
        .await
        .with_context(|| format!("--listen {}: cannot listen there", args.listen))?;
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let stop = async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    };
    output::print_text(&format!("listening on http://{}", listener.local_addr()?))?;
    Ok((listener, stop))
}

/// Says what a reader should know before the service is there: in the log where that is read by programs.
fn warn(args: &ServeArgs, text: &str) {
    match args.log_format {
        LogFormat::Text => progress::warn([text]),
        LogFormat::Json => tracing::warn!("{text}"),
    }
}

/// The picture that goes with links, where `still --preview` drew one of this dataset. Where links carry one, it is
/// said why there is none.
fn preview(args: &ServeArgs, workspace: &Path, dataset: &Dataset) -> Option<Preview> {
    let path = workspace::preview_file(workspace);
    let why = match std::fs::read(&path) {
        Ok(png) => match Preview::read(png, dataset) {
            Ok(preview) => return Some(preview),
            Err(error) => error.to_string(),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => "there is none".to_owned(),
        Err(error) => error.to_string(),
    };
    if args.public_url.is_some() {
        let text = format!("links carry no picture ({}: {why}); catchment still --preview draws one", path.display());
        warn(args, &text);
    }
    None
}

/// The map under the data, where one of this city was built; else it is said why there is none.
fn basemap(args: &ServeArgs, folder: &Path, dataset: &Dataset) -> Option<Basemap> {
    let read = |name: &str| std::fs::read(folder.join(name)).map_err(|e| format!("{name}: {e}"));
    let map = read(workspace::BASEMAP).and_then(|tiles| Ok((tiles, read(workspace::GAZETTEER)?)));
    let map = map.and_then(|(tiles, found)| Basemap::read(tiles, found, dataset).map_err(|e| e.to_string()));
    match map {
        Ok(map) => Some(map),
        Err(why) => {
            let text = format!("no streets under the data ({why}); catchment basemap CITY.toml draws them");
            warn(args, &text);
            None
        }
    }
}

/// One thread answers quick questions; long ones have threads of their own.
fn workers(common: &Common) -> usize {
    common.threads.map_or_else(|| std::thread::available_parallelism().map_or(2, usize::from), usize::from)
}

/// Connections that may be open at once: three in four of the files that this process may open, so that the dataset,
/// the scenarios and the log have theirs.
fn connections() -> usize {
    let files = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    let files = files.and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX);
    (files / 4 * 3).clamp(16, Config::default().connections)
}

/// Writes the log to standard error; in color on a terminal only.
fn log(format: LogFormat) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("CATCHMENT_LOG").unwrap_or_else(|_| "info".into());
    let colored = std::io::stderr().is_terminal();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colored);
    // A second logger in one process cannot be: nothing to do about it.
    let _ = match format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
}

/// The folder of the viewer: as given, or `web/dist` beside the current folder or above the program.
fn viewer(args: &ServeArgs) -> Result<Option<PathBuf>> {
    if let Some(folder) = &args.web {
        if !folder.is_dir() {
            return Err(advised(
                format!("--web {}: there is no such folder", folder.display()),
                "the folder that holds the viewer's index.html",
            ));
        }
        return Ok(Some(folder.to_owned()));
    }
    let program = std::env::current_exe().ok();
    let above = program.iter().flat_map(|p| p.ancestors().skip(1).take(4));
    let places = std::iter::once(Path::new("")).chain(above).map(|p| p.join("web/dist"));
    let found = places.into_iter().find(|p| p.join("index.html").is_file());
    if found.is_none() {
        warn(args, "no viewer was found: the API and the tiles are served without it (--web DIR names its folder)");
    }
    Ok(found)
}
