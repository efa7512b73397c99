/** The admin plane: health, metrics and the page. */
@NullMarked
package io.tollgate.gateway.admin;

import org.jspecify.annotations.NullMarked;
