/**
 * The preflight: what stands in the way of a domain before anything is started. Start with
 * {@link dev.ficus.dualwrite.doctor.Doctor}; each topic is an {@code Examination}. Writes nothing. May use everything
 * but {@code cutover}, {@code verify} and {@code route}.
 */
@NullMarked
package dev.ficus.dualwrite.doctor;

import org.jspecify.annotations.NullMarked;
