/** The demo's service: RocksDB behind two operations. Nothing here knows who schedules its threads. */
package wavedemo.service;
