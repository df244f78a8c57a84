/**
 * What a host, a NIC and the link between them cost: every constant with its unit, its source and how it is known, in files to copy and edit. Shared by
 * the link that plays these times on a live machine and the simulated machine that spends them in virtual time.
 */
package dev.wave.core.model;
