/**
 * The dialect of AWS Bedrock's Converse API, which only providers speak, its binary event stream,
 * and the signature that AWS wants of every request.
 */
@NullMarked
package io.tollgate.adapters.bedrock;

import org.jspecify.annotations.NullMarked;
