//! The report through its public face: a made-up city, and the real programs where they are at hand.

mod checked;
mod city;
mod pages;
mod programs;
mod recorded;
mod sheets;
mod status;
mod targeted;
