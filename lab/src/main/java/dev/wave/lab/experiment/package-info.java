/** What every experiment on the simulated machine is made of: runs, intervals, rows beside published values, charts. */
package dev.wave.lab.experiment;
