/** The record of who changed what by the admin API, and who was refused. */
@NullMarked
package io.tollgate.gateway.audit;

import org.jspecify.annotations.NullMarked;
