package dev.retrain.runtime.call;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermissionDenied;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.error.UnsupportedFeature;
import java.nio.file.AccessDeniedException;

/**
 * Turns whatever a call throws into an exception of the API. What is not known to be permanent may
 * pass: the deadlines of the phases bound it, and a vendor's exception says nothing about a model.
 */
final class CallFailures {

  private static final int LONGEST_MESSAGE = 300;

  private CallFailures() {}

  /** Whether the process itself is at its end, so that nothing may catch it. */
  static boolean isFatal(Throwable thrown) {
    return (thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError))
        || thrown.getClass().getName().equals("java.lang.ThreadDeath"); // deprecated since 20
  }

  static RetrainException of(Throwable thrown, String tried, FailureContext known) {
    if (thrown instanceof RetrainException own) {
      return own.within(known);
    }
    if (thrown instanceof LinkageError) {
      return new ConfigurationProblem(
          message(tried, thrown),
          known.or(
              FailureContext.hint(
                  "Its classes do not fit together: check the versions on the class path")),
          thrown);
    }
    if (thrown instanceof UnsupportedOperationException) {
      return new UnsupportedFeature(message(tried, thrown), known, thrown);
    }
    if (thrown instanceof SecurityException || isRefusedFile(thrown)) {
      return new PermissionDenied(message(tried, thrown), known, thrown);
    }
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return new TransientFailure(message(tried, thrown), known, thrown);
  }

  private static boolean isRefusedFile(Throwable thrown) {
    return thrown instanceof AccessDeniedException
        || thrown.getCause() instanceof AccessDeniedException;
  }

  private static String message(String tried, Throwable thrown) {
    String said = String.valueOf(thrown.getMessage()).strip().replaceAll("\\s+", " ");
    String cut = said.length() <= LONGEST_MESSAGE ? said : said.substring(0, LONGEST_MESSAGE) + "…";
    return tried
        + " failed: "
        + thrown.getClass().getName()
        + (thrown.getMessage() == null ? "" : ": " + cut);
  }
}
