/**
 * Which domains a MySQL schema falls into, told from its foreign keys.
 * Start with {@link dev.ficus.dualwrite.proposal.DomainProposal}.
 * May use {@code table} and {@code connect}.
 */
@NullMarked
package dev.ficus.dualwrite.proposal;

import org.jspecify.annotations.NullMarked;
