/**
 * The acceptance matrix: its rows, the tests that prove them, and the table in {@code
 * docs/faults.md} that a test run makes of both.
 */
@NullMarked
package io.tollgate.bench.matrix;

import org.jspecify.annotations.NullMarked;
