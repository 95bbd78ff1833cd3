package dev.retrain.testkit.tck;

import dev.retrain.spi.backend.Capabilities;
import java.util.Optional;

/** A kit whose cases prove what a backend declares. */
interface DeclaringKit {

  /**
   * Whose declaration is proven.
   *
   * @param backend its name
   * @param declared what it declares
   * @param proofBasis on what
   */
  record Declared(String backend, Capabilities declared, ProofBasis proofBasis) {}

  /** Returns the declaration that the cases prove. */
  Optional<Declared> declaration();
}
