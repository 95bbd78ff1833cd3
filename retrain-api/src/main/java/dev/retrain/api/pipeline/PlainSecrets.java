package dev.retrain.api.pipeline;

import java.util.Locale;
import java.util.regex.Pattern;

/** Recognises texts that look like secrets in plain text. */
final class PlainSecrets {

  private static final Pattern NAME =
      Pattern.compile(
          ".*(PASSWORD|PASSWD|SECRET|CREDENTIAL|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY).*");
  private static final Pattern VALUE =
      Pattern.compile(
          "(?s).*(-----BEGIN [A-Z ]*PRIVATE"
              + " KEY|\\bA(KIA|SIA)[0-9A-Z]{16}\\b|\\bgh[pousr]_[A-Za-z0-9]{36}"
              + "|\\bxox[abprs]-[A-Za-z0-9-]{10,}|\\bAIza[0-9A-Za-z_-]{35}|AccountKey=[A-Za-z0-9+/=]{20,}"
              + "|\\beyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.).*");

  private PlainSecrets() {}

  static boolean inVariable(String name, String value) {
    return looksSecret(value)
        || (!value.isEmpty() && NAME.matcher(name.toUpperCase(Locale.ROOT)).matches());
  }

  static boolean looksSecret(String value) {
    return VALUE.matcher(value).matches();
  }
}
