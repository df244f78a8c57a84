/** How requests and responses lie in the memory that the NIC's side and the service share. */
package dev.wave.cli.demo.wire;
