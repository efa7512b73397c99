@NullMarked
package io.tollgate.adapters.openai.responses;

import org.jspecify.annotations.NullMarked;
