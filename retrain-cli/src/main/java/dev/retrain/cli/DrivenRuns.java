package dev.retrain.cli;

import dev.retrain.runtime.phase.LoopState;
import dev.retrain.runtime.phase.Running;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.Submission;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The runs that this process started or resumed on a backend whose runs end with the process that
 * drives them. Thread-safe.
 */
final class DrivenRuns {

  private final Set<RunKey> keys = ConcurrentHashMap.newKeySet();

  /**
   * Returns the backend with its submissions recorded. A submission of a run that exists and is not
   * lost starts nothing: another process drives the run.
   */
  Backend recording(Backend backend) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getName().equals("submit")
              && arguments != null
              && arguments[0] instanceof Submission submission) {
            return submit(backend, submission);
          }
          try {
            return method.invoke(backend, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
          }
        };
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, handler);
  }

  private RunHandle submit(Backend backend, Submission submission) {
    boolean drivenElsewhere =
        backend
            .find(submission.key())
            .map(backend::status)
            .filter(status -> !(status instanceof RunStatus.Lost))
            .isPresent();
    RunHandle run = backend.submit(submission);
    if (!drivenElsewhere) {
      keys.add(submission.key());
    }
    return run;
  }

  /** Returns whether this process drives the run of a retraining's state. */
  boolean drives(LoopState state) {
    return state.phase() instanceof Running running && keys.contains(running.run().key());
  }
}
