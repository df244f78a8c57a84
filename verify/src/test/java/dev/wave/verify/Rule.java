package dev.wave.verify;

import java.util.List;

/** One rule of the house that can be read off a source file. */
interface Rule {
    /** Every place in the file that breaks it. */
    List<Finding> check(JavaSource source);
}
