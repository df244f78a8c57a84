/** What the ledger costs, on and off. */
package dev.wave.verify.bench.ledger;
