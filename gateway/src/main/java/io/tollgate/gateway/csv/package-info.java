/** CSV files that a spreadsheet may open: no cell of them is taken for a formula. */
@NullMarked
package io.tollgate.gateway.csv;

import org.jspecify.annotations.NullMarked;
