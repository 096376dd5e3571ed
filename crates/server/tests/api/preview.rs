//! Links to the viewer: what its page says of itself, and the picture of the dataset that is served.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use catchment_questions::rankings::Rankings;
use catchment_questions::{Unwatched, ask};
use catchment_server::{Config, PREVIEW_ABOUT, PREVIEW_DATASET, Preview, PreviewError, preview_about, router};

use crate::{Reply, STATE, send};

/// A picture with texts of its own.
fn picture(texts: &[(&str, &str)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 4, 2);
    encoder.set_color(png::ColorType::Rgb);
    for (keyword, text) in texts {
        encoder.add_itxt_chunk((*keyword).to_owned(), (*text).to_owned()).expect("a text");
    }
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&[7; 24]).expect("pixels");
    writer.finish().expect("an end");
    bytes
}

fn of_this_dataset() -> Vec<u8> {
    picture(&[(PREVIEW_ABOUT, "Squares by \"count\" & more."), (PREVIEW_DATASET, &STATE.engine().data.id)])
}

struct Site {
    service: Router,
    _folder: tempfile::TempDir,
}

impl Site {
    fn new(public_url: Option<&str>, preview: Option<Preview>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(
            folder.path().join("index.html"),
            "<html><head><title>viewer</title></head><body></body></html>",
        )
        .expect("a page");
        let public_url = public_url.map(|url| url.parse().expect("an address"));
        let config = Config { web: Some(folder.path().to_owned()), public_url, preview, ..Config::default() };
        Self { service: router(Arc::clone(&STATE), config), _folder: folder }
    }

    async fn get(&self, path: &str) -> Reply {
        send(self.service.clone(), Request::get(path).body(Body::empty()).expect("a request")).await
    }
}

/// What a tag of the page says.
fn said<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    let rest = page.split_once(&format!("=\"{name}\" content=\""))?.1;
    rest.split_once('"').map(|(value, _)| value)
}

#[tokio::test]
async fn a_page_with_a_public_address_names_title_text_address_and_picture() {
    let preview = Preview::read(of_this_dataset(), &STATE.engine().data).expect("a preview");
    let site = Site::new(Some("https://maps.example.org/stl/"), Some(preview));
    for path in ["/", "/index.html"] {
        let page = site.get(path).await.text();
        assert_eq!(said(&page, "og:title"), Some("Gridville: where violence concentrates"), "{page}");
        assert_eq!(said(&page, "og:description"), Some("Squares by &quot;count&quot; &amp; more."));
        assert_eq!(said(&page, "og:url"), Some("https://maps.example.org/stl/"));
        let image = said(&page, "og:image").expect("a picture");
        assert!(image.starts_with("https://maps.example.org/stl/preview.png?v="), "{image}");
        assert_eq!((said(&page, "og:image:width"), said(&page, "og:image:height")), (Some("4"), Some("2")));
        assert_eq!(said(&page, "twitter:card"), Some("summary_large_image"));
        assert!(page.find("og:title") < page.find("</head>"), "{page}");
    }
    let image = site.get("/preview.png?v=1").await;
    assert_eq!(
        (image.status, image.header("content-type"), image.header("cache-control")),
        (StatusCode::OK, "image/png", "public, no-cache")
    );
    assert_eq!(image.body, of_this_dataset());
    let request = Request::get("/preview.png")
        .header("if-none-match", image.header("etag"))
        .body(Body::empty())
        .expect("a request");
    assert_eq!(send(site.service.clone(), request).await.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn each_view_has_an_address_title_and_words_of_its_own_and_others_are_not_found() {
    let site = Site::new(Some("https://maps.example.org"), None);
    let engine = STATE.engine();
    let area = &engine.data.areas.list()[0];
    for (path, title) in [
        ("/next", "Where next, Gridville".to_owned()),
        ("/evidence/knox", "Evidence, Gridville".to_owned()),
        (format!("/place/{}", area.id).as_str(), format!("{}, Gridville", area.name)),
    ] {
        let page = site.get(path).await.text();
        assert_eq!(said(&page, "og:title"), Some(title.as_str()), "{path}");
        assert_eq!(said(&page, "og:url"), Some(format!("https://maps.example.org{path}").as_str()));
        assert!(page.contains(&format!("<title>{} · Gridville · Catchment</title>", title.replace(", Gridville", ""))));
        assert!(said(&page, "og:description").is_some_and(|d| d.starts_with("Gridville: ")), "{page}");
    }
    for path in
        ["/place/nowhere", "/evidence/astrology", "/embed/video", "/embed/series/nowhere", "/next/more", "/nothing"]
    {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn without_its_program_a_brief_says_how_to_get_one() {
    let site = Site::new(None, None);
    assert_eq!(said(&site.get("/").await.text(), "brief"), Some("none"));
    let reply = site.get("/brief.pdf").await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    assert!(reply.text().contains("no-brief") && reply.text().contains("catchment report"), "{}", reply.text());
    let brief = reply.text();
    for document in ["check", "target"] {
        let reply = site.get(&format!("/brief.pdf?document={document}")).await;
        assert_eq!((reply.status, reply.text()), (StatusCode::NOT_FOUND, brief.clone()), "{document}: the same words");
    }
    let reply = site.get("/brief.pdf?document=poster").await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert!(reply.text().contains("decision, check or target"), "{}", reply.text());
}

#[tokio::test]
async fn without_a_public_address_no_tag_needs_one() {
    let preview = Preview::read(of_this_dataset(), &STATE.engine().data).expect("a preview");
    let page = Site::new(None, Some(preview)).get("/").await.text();
    assert!(said(&page, "og:title").is_some() && said(&page, "og:description").is_some(), "{page}");
    assert!(!page.contains("og:url") && !page.contains("og:image") && !page.contains("http"), "{page}");
    assert_eq!(said(&page, "twitter:card"), Some("summary"));
}

#[tokio::test]
async fn without_a_picture_the_page_says_city_and_data_through_and_the_picture_is_missing() {
    let site = Site::new(Some("https://maps.example.org"), None);
    let page = site.get("/").await.text();
    let about = said(&page, "og:description").expect("a text");
    assert!(about.contains("in Gridville") && about.contains("Data through December 2020"), "{about}");
    assert!(!page.contains("og:image"), "{page}");
    let reply = site.get("/preview.png").await;
    assert_eq!((reply.status, reply.header("content-type")), (StatusCode::NOT_FOUND, "application/problem+json"));
}

#[test]
fn a_picture_of_another_dataset_is_refused() {
    let stale = picture(&[(PREVIEW_ABOUT, "Old."), (PREVIEW_DATASET, "0123456789abcdef")]);
    let error = Preview::read(stale, &STATE.engine().data).expect_err("another dataset");
    assert!(matches!(&error, PreviewError::Stale { shown, served } if shown == "0123456789abcdef"
            && *served == STATE.engine().data.id));
    assert!(
        error.to_string().contains("0123456789abcdef") && error.to_string().contains(&STATE.engine().data.id),
        "{error}"
    );
}

#[test]
fn a_picture_that_does_not_say_what_it_shows_is_refused() {
    let named = |texts: &[(&str, &str)]| Preview::read(picture(texts), &STATE.engine().data);
    assert!(matches!(named(&[(PREVIEW_ABOUT, "Cells.")]), Err(PreviewError::Silent(PREVIEW_DATASET))));
    assert!(matches!(named(&[(PREVIEW_DATASET, &STATE.engine().data.id)]), Err(PreviewError::Silent(PREVIEW_ABOUT))));
    assert!(matches!(Preview::read(b"GIF89a".to_vec(), &STATE.engine().data), Err(PreviewError::Png(_))));
}

#[test]
fn what_a_preview_shows_is_told_with_unit_period_classes_and_source() {
    let told = |pairs: &[(&str, &str)]| {
        let pairs: Vec<(String, String)> = pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let question: Rankings = ask(&pairs, &STATE.engine().data).expect("a question");
        let ranking = STATE.engine().answer(&question, &Unwatched).expect("a ranking");
        preview_about(&ranking, &STATE.engine().data)
    };
    let text = told(&[("from", "2018-01"), ("to", "2018-12")]);
    assert!(
        text.starts_with(
            "Neighborhoods of Gridville by offenses reported January 2018 to December 2018. Data through "
        ),
        "{text}"
    );
    for part in [
        "Lightest: under ",
        "; darkest: ",
        " or more.",
        "Counted: homicide",
        "(offenses, less those taken back).",
        &STATE.engine().data.city.attribution,
    ] {
        assert!(text.contains(part), "no \"{part}\" in: {text}");
    }
    assert!(!text.contains("months have data"), "{text}");
    let gap = told(&[("measure", "per_km2")]);
    assert!(gap.contains(", per km² and year.") && gap.contains(" months have data."), "{gap}");
}
