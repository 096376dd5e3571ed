//! Connections: how many there may be, and how long one may say nothing.
//!
//! Lives here: accepting, the time that a request's head may take, and which connection is closed where there are too
//! many. Does not live here: what is asked over them (`routes`), limits on a request (`routes::around`).
//!
//! A connection that waits costs a file descriptor, of which there are few. So nobody keeps one without using it: the
//! head of a request has to come within [`Config::head_time`], also that of the next one on a connection that is kept
//! open, and where all places are taken the connection that has been idle longest makes room. One peer may hold half of
//! the places; a proxy on this machine speaks for many and may hold all.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tower::ServiceExt as _;

use crate::Config;

/// How long accepting rests after it failed, such as for want of file descriptors.
const REST: Duration = Duration::from_millis(50);

/// Accepts connections until `stop` completes; returns what lets the open ones end.
pub(crate) async fn accept(
    listener: &TcpListener,
    router: &Router,
    config: &Config,
    stop: impl Future<Output = ()>,
) -> GracefulShutdown {
    let graceful = GracefulShutdown::new();
    let open = Arc::new(Open::new(config.connections));
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(config.head_time);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(config.head_time).keep_alive_timeout(config.head_time);
    tokio::pin!(stop);
    loop {
        let (stream, peer) = tokio::select! {
            () = &mut stop => return graceful,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(REST).await;
                    continue;
                }
            },
        };
        // Answers are small and whole: none waits for the next to fill a packet.
        let _ = stream.set_nodelay(true);
        let Some(place) = open.take(peer.ip()) else {
            tracing::warn!(%peer, "all connections are at work; one more was closed");
            continue;
        };
        tokio::spawn(serve(stream, place, router.clone(), builder.clone(), graceful.watcher(), config.head_time));
    }
}

async fn serve(
    stream: TcpStream,
    place: Place,
    router: Router,
    builder: Builder<TokioExecutor>,
    watcher: hyper_util::server::graceful::Watcher,
    head_time: Duration,
) {
    let work = place.work();
    let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
        let (router, busy) = (router.clone(), work.begin());
        async move {
            let response = router.oneshot(request.map(axum::body::Body::new) as Request).await;
            drop(busy);
            response
        }
    });
    let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
    let connection = watcher.watch(connection);
    tokio::select! {
        // What a peer breaks off is no fault of ours.
        _ = connection => {}
        () = place.closed() => {}
        () = place.never_asks(head_time) => {}
    }
}

/// The open connections.
#[derive(Debug)]
struct Open {
    most: usize,
    number: AtomicU64,
    all: Mutex<HashMap<u64, One>>,
}

/// An open connection.
#[derive(Debug)]
struct One {
    peer: IpAddr,
    /// Whether it ever had a request.
    asked: bool,
    /// Requests in work on it: several over HTTP/2.
    requests: usize,
    /// Since when it has none.
    idle_since: Instant,
    close: Arc<Notify>,
}

impl Open {
    fn new(most: usize) -> Self {
        Self { most: most.max(1), number: AtomicU64::new(0), all: Mutex::default() }
    }

    fn all(&self) -> MutexGuard<'_, HashMap<u64, One>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for one more, if need be that of the connection that has been idle longest; none where all are at work.
    fn take(self: &Arc<Self>, peer: IpAddr) -> Option<Place> {
        let mut all = self.all();
        let own = |one: &One| one.peer == peer;
        let most_own = if peer.is_loopback() { self.most } else { self.most.div_ceil(2) };
        if all.values().filter(|one| own(one)).count() >= most_own {
            make_room(&mut all, own)?;
        } else if all.len() >= self.most {
            make_room(&mut all, |_| true)?;
        }
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        let close = Arc::new(Notify::new());
        all.insert(
            number,
            One { peer, asked: false, requests: 0, idle_since: Instant::now(), close: Arc::clone(&close) },
        );
        Some(Place { open: Arc::clone(self), number, close })
    }
}

/// Closes the connection of these that has been idle longest.
fn make_room(all: &mut HashMap<u64, One>, of: impl Fn(&One) -> bool) -> Option<()> {
    let idle = all.iter().filter(|(_, one)| one.requests == 0 && of(one));
    let number = idle.min_by_key(|(number, one)| (one.idle_since, **number)).map(|(number, _)| *number)?;
    all.remove(&number)?.close.notify_one();
    Some(())
}

/// The place of a connection; given back when dropped.
#[derive(Debug)]
struct Place {
    open: Arc<Open>,
    number: u64,
    close: Arc<Notify>,
}

impl Place {
    async fn closed(&self) {
        self.close.notified().await;
    }

    /// Completes where nothing was asked within the time; else never. The limit on heads does not hold before it is
    /// known which HTTP a peer speaks.
    async fn never_asks(&self, time: Duration) {
        tokio::time::sleep(time).await;
        if self.open.all().get(&self.number).is_some_and(|one| one.asked) {
            std::future::pending::<()>().await;
        }
    }

    fn work(&self) -> Work {
        Work { open: Arc::clone(&self.open), number: self.number }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.open.all().remove(&self.number);
    }
}

/// Counts the requests of a connection.
#[derive(Debug, Clone)]
struct Work {
    open: Arc<Open>,
    number: u64,
}

impl Work {
    fn begin(&self) -> Busy {
        if let Some(one) = self.open.all().get_mut(&self.number) {
            one.requests += 1;
            one.asked = true;
        }
        Busy(self.clone())
    }
}

/// A request in work.
#[derive(Debug)]
struct Busy(Work);

impl Drop for Busy {
    fn drop(&mut self) {
        if let Some(one) = self.0.open.all().get_mut(&self.0.number) {
            one.requests -= 1;
            one.idle_since = Instant::now();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROXY: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
    const OTHER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));

    fn is_closed(place: &Place) -> bool {
        !place.open.all().contains_key(&place.number)
    }

    #[test]
    fn the_connection_that_is_idle_longest_makes_room() {
        let open = Arc::new(Open::new(2));
        let (first, second) = (open.take(PROXY).unwrap(), open.take(PROXY).unwrap());
        let busy = first.work().begin();
        let third = open.take(PROXY).unwrap();
        assert!(!is_closed(&first) && is_closed(&second) && !is_closed(&third));
        let also = third.work().begin();
        assert!(open.take(PROXY).is_none(), "both are at work");
        drop(busy);
        assert!(open.take(PROXY).is_some() && is_closed(&first) && !is_closed(&third));
        drop(also);
    }

    #[test]
    fn one_peer_holds_half_of_the_places_at_most() {
        let open = Arc::new(Open::new(4));
        let others: Vec<Place> = (0..2).map(|_| open.take(OTHER).unwrap()).collect();
        let third = open.take(OTHER).unwrap();
        assert!(is_closed(&others[0]) && !is_closed(&others[1]) && !is_closed(&third));
        let own: Vec<Place> = (0..2).map(|_| open.take(PROXY).unwrap()).collect();
        assert!(own.iter().all(|place| !is_closed(place)) && !is_closed(&third));
    }
}
