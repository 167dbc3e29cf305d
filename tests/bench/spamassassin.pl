# SPDX-License-Identifier: Apache-2.0
# usage: perl spamassassin.pl RULES.cf FOLDER
# All mails of FOLDER by one process with these rules and no others, nothing asked of any
# network; prints how often a rule matched.
use strict;
use warnings;
use Mail::SpamAssassin;

my ($rules, $folder) = @ARGV;
my $filter = Mail::SpamAssassin->new({
    rules_filename => '/nonexistent', site_rules_filename => $rules,
    pre_config_text => "loadplugin Mail::SpamAssassin::Plugin::Check\n",
    userprefs_filename => '/nonexistent', dont_copy_prefs => 1, local_tests_only => 1 });
$filter->init(1);
opendir(my $dir, $folder) or die "$folder: $!\n";
my $hits = 0;
for my $name (grep { -f "$folder/$_" } readdir $dir) {
    open(my $file, '<', "$folder/$name") or die "$name: $!\n";
    local $/;
    my $mail = $filter->parse(scalar <$file>);
    my $status = $filter->check($mail);
    $hits += grep { /^R\d+$/ } split /,/, $status->get_names_of_tests_hit();
    $status->finish();
    $mail->finish();
}
print "$hits\n";
