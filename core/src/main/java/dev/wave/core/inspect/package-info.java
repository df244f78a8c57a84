/** Looking at a link from outside, while its host lives or after it crashed: reads only, and trusts nothing it reads. */
package dev.wave.core.inspect;
