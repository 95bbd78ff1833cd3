package dev.retrain.http;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.PermissionDenied;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong with a call into the failures of retrain: the one place that decides. */
record Failures(Description call, Clock clock) {

  /** Returns the failure of an answer that is neither a success nor accepted. */
  RetrainException of(RawAnswer answer) {
    String what =
        call.failed("it answered " + answer.status() + " with " + call.excerpt(answer.body()));
    if (answer.mayPass()) {
      Optional<Duration> pause = answer.retryAfter(clock);
      return new TransientFailure(
          what,
          FailureContext.hint(
              pause
                  .map(p -> "it requested a pause of " + p.toSeconds() + " s before the next call")
                  .orElse("it may pass; look at the log of the service if it does not")),
          null,
          pause.orElse(null));
    }
    if (answer.isRedirect()) {
      return redirected(answer);
    }
    return switch (answer.status()) {
      case 401 ->
          new PermissionDenied(
              what, hint("check the credentials that are set for " + call.service()), null);
      case 403 ->
          new PermissionDenied(
              what, hint("check what these credentials may do at " + call.service()), null);
      case 404 ->
          new TransientFailure(
              what,
              hint(
                  "this is not how the service reports that something does not exist; check the"
                      + " address, and that no gateway answers in its place"),
              null);
      default -> new PermanentFailure(what, hint("correct what was sent, or the address"), null);
    };
  }

  /** Returns the failure of a service that reported that something does not exist. */
  PermanentFailure absent(RawAnswer answer) {
    return new PermanentFailure(
        call.failed("it does not exist, it answered " + call.excerpt(answer.body())),
        hint("check the name"),
        null);
  }

  private RetrainException redirected(RawAnswer answer) {
    String to = answer.headers().getOrDefault("location", "an unnamed place");
    return new ConfigurationProblem(
        call.failed(
            "it answered " + answer.status() + " and redirects to " + to.split("[?#]", 2)[0]),
        hint(
            "set the address to where the service is now; a redirect to a sign-in page means that"
                + " the credentials are not accepted"),
        null);
  }

  /** Returns the failure of a call of which no whole answer came back. */
  RetrainException of(IOException cause, Deadline deadline, int tries) {
    if (cause instanceof DeadlinePassed) {
      return new TransientFailure(
          call.failed(
              "there was no whole answer within "
                  + deadline.total().toMillis()
                  + " ms"
                  + attempts(tries)),
          hint("raise the deadline if the service is slow by nature"),
          cause);
    }
    if (cause instanceof AnswerTooLong) {
      return new TransientFailure(
          call.failed(String.valueOf(cause.getMessage())),
          hint("request a part of it, or raise the longest answer of the client"),
          cause);
    }
    if (isUntrusted(cause)) {
      return new ConfigurationProblem(
          call.failed("its certificate is not trusted: " + cause.getMessage()),
          hint("set certificates to the file of the authority that issued it"),
          cause);
    }
    return new TransientFailure(
        call.failed("there was no whole answer: " + describe(cause) + attempts(tries)),
        hint(adviceOn(cause)),
        cause);
  }

  TransientFailure interrupted() {
    return new TransientFailure(call.failed("it was interrupted"));
  }

  private static FailureContext hint(String text) {
    return FailureContext.hint(text);
  }

  private static String attempts(int tries) {
    return tries > 1 ? " (in " + tries + " tries)" : "";
  }

  private static String describe(IOException cause) {
    return cause.getClass().getSimpleName() + " " + cause.getMessage();
  }

  private static String adviceOn(IOException cause) {
    if (cause instanceof UnknownHostException) {
      return "check the host of the address";
    }
    return cause instanceof ConnectException
        ? "check that the service runs and that the address and port are right"
        : "it may pass; check the network between here and the service if it does not";
  }

  /** Returns whether a certificate was refused, which does not pass by itself. */
  static boolean isUntrusted(Throwable cause) {
    if (cause instanceof SSLPeerUnverifiedException) {
      return true;
    }
    @Nullable Throwable at = cause instanceof SSLException ? cause : null;
    for (; at != null; at = at.getCause()) {
      if (at instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }
}
