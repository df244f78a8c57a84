/** What whole processes do: switches between virtual threads, what they allocate, what they cost while idle. */
package dev.wave.verify.bench.live;
